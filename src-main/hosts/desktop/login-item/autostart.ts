import { access, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { type Message, message } from '../../../../src-shared/i18n/message.ts';
import type { LoginItem } from '../../../../src-shared/schema/desktop.ts';
import { reasonOf } from '../reason.ts';
import { isOff, isOurs, ownKeys, wasMade } from './autostart-entry.ts';
import type { LoginItemBackend } from './backend.ts';
import { changeEntry, type DesktopEntry, parseEntry } from './desktop-entry.ts';
import type { LaunchCommand } from './launch-command.ts';

export interface AutostartOptions {
  readonly command: LaunchCommand;
  readonly isPackaged: boolean;
  /** `$XDG_CONFIG_HOME/autostart`. */
  readonly folder: string;
  /** The same of the system, the first one counts. */
  readonly systemFolders: readonly string[];
  readonly now?: () => number;
}

/** What stands in the place of the entry. */
type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'entry'; readonly text: string; readonly entry: DesktopEntry }
  | { readonly kind: 'strange' }
  | { readonly kind: 'unreadable'; readonly reason: string };

const item = (state: LoginItem['state'], detail: Message | null = null): LoginItem => ({
  state,
  detail: detail === null ? null : { key: detail.key, params: { ...detail.params } },
  canOpenSettings: false,
});

/** An entry of our own in the person's autostart folder (freedesktop.org's Desktop Application Autostart). */
export function autostartLoginItem(options: AutostartOptions): LoginItemBackend {
  const { command, folder, now = Date.now } = options;
  const name = command.suffix === null ? 'mcp-orchestrator' : `mcp-orchestrator-${command.suffix}`;
  const path = join(folder, `${name}.desktop`);
  const own = ownKeys(command);

  const state = async (found: Found): Promise<LoginItem> => {
    switch (found.kind) {
      case 'unreadable':
        return item('unknown', message('desktop.login.unreadable', { path, reason: found.reason }));
      case 'strange':
        return item('off', message('desktop.login.strange', { path }));
      case 'entry':
        return item(isOff(found.entry) ? 'off' : 'on');
      case 'nothing': {
        const system = await systemEntry();
        return system === null ? item('off') : item('on', message('desktop.login.system', { path: system }));
      }
    }
  };

  /** An entry for everybody on this computer, which holds where the person has none. */
  const systemEntry = async (): Promise<string | null> => {
    for (const place of options.systemFolders) {
      const file = join(place, `${name}.desktop`);
      const found = await look(file);
      if (found.kind === 'entry') return isOff(found.entry) ? null : file;
    }
    return null;
  };

  /** An entry of ours that leads to where we no longer are; a run from the sources leaves an installed one alone. */
  const isOutdated = async (found: Found): Promise<boolean> => {
    if (found.kind !== 'entry' || isOff(found.entry) || !isOurs(found.entry)) return false;
    if (found.entry.get('Exec') === own.Exec) return false;
    return options.isPackaged || !(await exists(found.entry.get('TryExec') ?? ''));
  };

  const turnOn = async (found: Found): Promise<void> => {
    if (found.kind === 'strange') await rename(path, `${path}.broken-${stamp(now())}`);
    const text = found.kind === 'entry' ? found.text : '';
    const isTheirs = found.kind === 'entry' && found.entry.has('Exec') && !isOurs(found.entry);
    const on = { Hidden: null, 'X-GNOME-Autostart-enabled': 'true' };
    await put(changeEntry(text, isTheirs ? on : { ...own, ...on }));
  };

  const turnOff = async (found: Found): Promise<void> => {
    if (found.kind === 'strange' || found.kind === 'unreadable') return;
    const holdsForAll = (await systemEntry()) !== null;
    if (found.kind === 'nothing') {
      if (holdsForAll) await put(changeEntry('', { ...own, Hidden: 'true' }));
      return;
    }
    if (isOurs(found.entry) && wasMade(found.text, own) && !holdsForAll) await rm(path, { force: true });
    else await put(changeEntry(found.text, { Hidden: 'true' }));
  };

  const put = async (text: string): Promise<void> => {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, text);
  };

  return {
    settingsUrl: null,
    async read({ mend }) {
      const found = await look(path);
      const seen = await state(found);
      if (!mend || !(await isOutdated(found))) return seen;
      try {
        await turnOn(found);
        return item('on');
      } catch (error) {
        return { ...seen, detail: message('desktop.login.outdated', { path, reason: reasonOf(error) }) };
      }
    },
    async write(on) {
      const impossible = on ? whyImpossible(command) : null;
      if (impossible !== null) return { ...(await state(await look(path))), detail: impossible };
      const found = await look(path);
      try {
        if ((await state(found)).state !== (on ? 'on' : 'off') || found.kind === 'strange')
          await (on ? turnOn(found) : turnOff(found));
      } catch (error) {
        const detail = message('desktop.login.unwritten', { path, reason: reasonOf(error) });
        return { ...(await state(await look(path))), detail };
      }
      return state(await look(path));
    },
  };
}

async function look(path: string): Promise<Found> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { kind: 'nothing' };
    return { kind: 'unreadable', reason: reasonOf(error) };
  }
  const entry = parseEntry(text);
  if (entry !== null) return { kind: 'entry', text, entry };
  // What a full disk leaves of a file.
  return text.trim() === '' ? { kind: 'nothing' } : { kind: 'strange' };
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** What the specification has no way to write. */
function whyImpossible({ program, args }: LaunchCommand): Message | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  const unwritable = [program, ...args].find((word) => /[\0-\x08\x0b\x0c\x0e-\x1f\x7f]/.test(word));
  return unwritable === undefined
    ? null
    : message('desktop.login.control-character', { path: JSON.stringify(unwritable) });
}

const stamp = (nowMs: number): string => new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
