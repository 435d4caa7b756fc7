import { setTimeout as sleep } from 'node:timers/promises';
import { CommandFailure, EXIT, type ExitCode, usageError } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { plain } from '../text.ts';
import type { Outcome, Service, ServiceState } from './service.ts';
import { readServiceFile, writeServiceFile } from './service-file.ts';

/** What has not answered by then is told of, not waited for. */
const ANSWER_MS = 10_000;
const LOOK_EVERY_MS = 100;

export interface InstallOptions {
  readonly service: Service;
  readonly output: Output;
  /** Writes without asking. */
  readonly yes: boolean;
  /** Shows the file and does nothing. */
  readonly print: boolean;
  /** This copy lies where it may vanish. */
  readonly inCache: boolean;
  /** Asks the person; null where there is none to ask. */
  readonly ask: ((question: string) => Promise<boolean>) | null;
  /** The instance of the home; null where none runs. */
  readonly instance: () => { readonly pid: number | null } | null;
}

/** Shows the file, writes it where that is wanted, and lets the system start it now and from now on. */
export async function install(options: InstallOptions): Promise<ExitCode> {
  const { service, output, print } = options;
  const { file, content, name, kind } = service;
  if (print) {
    if (output.json) output.value({ kind, name, file, content });
    else {
      output.note(say('service.print', { file: plain(file) }));
      output.write(content);
    }
    return EXIT.done;
  }
  const unusable = await service.unusable();
  if (unusable !== null) {
    const command = service
      .commandOf(content)
      .map((word) => (word.includes(' ') ? `"${word}"` : word))
      .join(' ');
    throw new CommandFailure(
      EXIT.failed,
      'NO_SERVICES',
      say('service.unusable', { reason: plain(unusable), command }),
    );
  }
  const before = await readServiceFile(service);
  const changed = before !== content;
  if (changed) await write(options, before);
  else if (!output.json) output.line(say('service.install.same', { file: plain(file) }));

  const { now, notes } = await begin(options, changed && before !== null);
  if (output.json) {
    const { enabled, state, pid, startsAt } = now;
    output.value({ ok: true, changed, kind, name, file, enabled, state, pid, startsAt, notes });
  } else output.lines(notes);
  return EXIT.done;
}

async function write(options: InstallOptions, before: string | null): Promise<void> {
  const { service, output, yes, ask } = options;
  const file = plain(service.file);
  if (!yes) {
    if (ask === null) throw usageError(say('service.install.ask-nobody', { file }));
    output.lines(
      before === null
        ? [say('service.install.new', { file }), '', ...indented(service.content)]
        : [
            say('service.install.other', { file }),
            '',
            ...indented(await difference(before, service.content)),
          ],
    );
    if (!(await ask(say('service.install.question')))) {
      throw new CommandFailure(EXIT.failed, 'DECLINED', say('service.install.declined'));
    }
  }
  await writeServiceFile(service);
  if (!output.json) output.line(say('service.install.written', { file }));
}

function indented(text: string): readonly string[] {
  return text.split('\n').map((line) => (line === '' ? '' : `  ${plain(line)}`));
}

async function difference(before: string, after: string): Promise<string> {
  const { diffLines } = await import('diff');
  const signed = (sign: string, value: string) => value.replace(/^(?=.)/gm, sign);
  return diffLines(before, after)
    .map(({ value, added, removed }) => signed(added ? '+ ' : removed ? '- ' : '  ', value))
    .join('');
}

interface Begun {
  readonly now: ServiceState;
  /** What a person is to know, one sentence each. */
  readonly notes: readonly string[];
}

async function begin(options: InstallOptions, replaced: boolean): Promise<Begun> {
  const { service, inCache } = options;
  const notes = inCache ? [say('service.install.cache')] : [];
  const enabled = await service.enable();
  failWhereRefused('service.install.not-enabled', service, enabled);
  const before = await service.state();
  const { startsAt } = before;
  if (enabled.kind === 'later') return { now: before, notes: [...notes, laterNote(enabled, startsAt)] };

  const holder = options.instance();
  if (before.state === 'running') {
    notes.push(ranNote(before));
    if (replaced) notes.push(say('service.install.restart', { command: service.restartCommand }));
  } else if (holder !== null) {
    notes.push(say('service.install.instance', { pid: String(holder.pid ?? '?'), startsAt }));
  } else {
    const started = await service.start();
    failWhereRefused('service.install.not-started', service, started);
    if (started.kind === 'later') notes.push(laterNote(started, startsAt));
    else notes.push(await firstNote(options));
  }
  if (service.kind === 'systemd' && startsAt === 'login') notes.push(say('service.install.linger'));
  return { now: await service.state(), notes };
}

/** Waits until what was just started answers. Throws where it has ended instead. */
async function firstNote({ service, instance }: InstallOptions): Promise<string> {
  const endMs = performance.now() + ANSWER_MS;
  for (;;) {
    const now = await service.state();
    if (now.state === 'failed' || now.state === 'starting-again') {
      const text = say('service.install.ended', { command: service.lookCommand });
      throw new CommandFailure(EXIT.failed, 'SERVICE_ENDED', text);
    }
    const pid = instance()?.pid ?? null;
    if (pid !== null) return ranNote({ ...now, pid });
    if (performance.now() > endMs) return say('service.install.silent');
    await sleep(LOOK_EVERY_MS);
  }
}

function ranNote({ pid, startsAt }: ServiceState): string {
  return say('service.install.runs', { known: pid === null ? 'no' : 'yes', pid: String(pid), startsAt });
}

function laterNote(outcome: Outcome & { readonly kind: 'later' }, startsAt: string): string {
  return say('service.install.later', { reason: plain(outcome.reason), startsAt });
}

function failWhereRefused(key: string, { file }: Service, outcome: Outcome): void {
  if (outcome.kind !== 'refused') return;
  const text = say(key, { file: plain(file), reason: plain(outcome.reason) });
  throw new CommandFailure(EXIT.failed, 'SERVICE_REFUSED', text);
}
