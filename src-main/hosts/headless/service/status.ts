import { EXIT, type ExitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { plain } from '../text.ts';
import type { Service, ServiceState } from './service.ts';
import { missingPrograms, readServiceFile } from './service-file.ts';

/** What there is of the service; how it fares never changes the exit code. */
export async function showStatus(service: Service, output: Output): Promise<ExitCode> {
  const { kind, name, file } = service;
  const content = await readServiceFile(service);
  const now = await service.state();
  const installed = content !== null;
  const missing = installed ? missingPrograms(service, content) : [];
  if (output.json) {
    const { state, pid, startsAt } = now;
    const running = state === 'unknown' ? null : state === 'running';
    const enabled = installed && now.enabled;
    output.value({ installed, enabled, running, state, pid, startsAt, kind, name, file, missing });
    return EXIT.done;
  }
  output.lines(
    installed
      ? [
          say('service.status.installed', { kind, file: plain(file) }),
          say('service.status.enabled', { enabled: String(now.enabled), startsAt: now.startsAt }),
          stateLine(service, now),
          ...missing.map((path) => say('service.status.missing', { path: plain(path) })),
        ]
      : [say('service.status.absent', { file: plain(file) })],
  );
  return EXIT.done;
}

function stateLine({ lookCommand }: Service, { state, pid }: ServiceState): string {
  const known = pid === null ? 'no' : 'yes';
  return say(`service.state.${state}`, { known, pid: String(pid), command: lookCommand });
}
