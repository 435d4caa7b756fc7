import { formatDuration } from '../../../src-shared/model/format.ts';
import type { OrchestratorEvent } from '../../../src-shared/schema/event.ts';
import { changeWord } from './operations.ts';
import type { Output } from './output.ts';
import { say } from './say.ts';
import { plain } from './text.ts';

/** `2026-11-20 14:07:50  server.state  filesystem: Running  (cli:1000)` in the time of this computer. */
export function eventLine(event: OrchestratorEvent, output: Output): string {
  const { type, server, actor } = event;
  const what = plain(describe(event));
  const text = [server === null ? '' : plain(server), what].filter((part) => part !== '').join(': ');
  const by = actor === 'supervisor' ? '' : output.paint('dim', `  (${plain(actor)})`);
  return `${output.paint('dim', localTime(event.at))}  ${type.padEnd(18)}  ${text}${by}`.trimEnd();
}

export function localTime(at: string): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function describe(event: OrchestratorEvent): string {
  const { data } = event;
  const text = (key: string): string => (typeof data[key] === 'string' ? data[key] : '');
  const number = (key: string): number => (typeof data[key] === 'number' ? data[key] : 0);
  switch (event.type) {
    case 'server.state':
      return changeWord(event);
    case 'server.exit':
      if (typeof data.signal === 'string') return say('cli.events.exit.signal', { signal: data.signal });
      return typeof data.code === 'number'
        ? say('cli.events.exit.code', { code: data.code })
        : say('cli.events.exit.unknown');
    case 'server.restart':
      return say('cli.events.restart', {
        attempt: number('attempt'),
        max: number('maxRestarts'),
        time: formatDuration(number('delayMs')),
      });
    case 'server.health':
      return text('message') || text('status');
    case 'server.warning':
      return text('message');
    case 'operation.finished': {
      const error = data.error as { readonly message?: unknown } | null | undefined;
      return data.ok === true || typeof error?.message !== 'string'
        ? say('cli.events.operation.ok')
        : error.message;
    }
    case 'config.loaded':
      return data.exists === false
        ? say('cli.events.config.none', { file: text('file') })
        : say('cli.events.config', { count: number('servers'), file: text('file') });
    case 'config.error': {
      const first = Array.isArray(data.errors)
        ? (data.errors[0] as { readonly message?: unknown } | undefined)
        : undefined;
      return typeof first?.message === 'string' ? first.message : '';
    }
    case 'instance.freeze':
      return say('cli.events.freeze', { time: formatDuration(number('lengthMs')) });
    case 'instance.started':
      return typeof data.pid === 'number' ? `PID ${data.pid}` : '';
    case 'instance.stopping':
      return text('reason');
    case 'tools.changed':
      return say('cli.events.tools', { count: number('tools') });
    default:
      return JSON.stringify(data); // of a newer instance
  }
}
