import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { FSWatcher } from 'chokidar';
import { message } from '../../../src-shared/i18n/message.ts';
import type { ConfigProblem } from '../../../src-shared/schema/problem.ts';
import type { Configuration } from '../../core/configuration/definition.ts';
import type { LoadResult } from '../../core/configuration/load.ts';
import { configProblem } from '../../core/configuration/problems.ts';
import { type Environment, type FileContent, interpretConfigFile, readConfigFile } from './read.ts';

/** Editors replace files in several steps; reading between two of them sees half a file (chokidar#365, #384, #662). */
const QUIET_MS = 300;
/** An edit is applied within 2 s, also while something keeps writing. */
const LONGEST_QUIET_MS = 1500;
/** For what no native watch reports: network drives, chains of links, a watch limit that is used up. */
const POLL_MS = 1000;

export interface ConfigSourceOptions {
  readonly file: string;
  /** The variables that `${VAR}` finds, asked at every load. */
  readonly env: Environment;
  /**
   * A configuration to put in force: the first, and every one that another content of the file gives. `actor`: who asked
   * for this load; null where the file was seen to change.
   */
  readonly onConfiguration: (configuration: Configuration, actor: string | null) => void;
  /** The file as a whole cannot be used, or is gone: the last good configuration stays in force. */
  readonly onUnreadable: (problems: readonly ConfigProblem[]) => void;
  readonly quietMs?: number;
  readonly pollMs?: number;
}

/** One configuration file, read and watched. Each result is both returned and told through the callbacks. */
export interface ConfigSource {
  /** Reads the file, then watches it. Call once. */
  start(): Promise<LoadResult>;
  /** Reads again now and tells the result even if it is the same: somebody asked. */
  reload(actor?: string): Promise<LoadResult>;
  /** Reads again now, as the variables may have other values, and tells the result only if it is another one. */
  environmentChanged(): Promise<void>;
  /** No callback comes after this. */
  close(): Promise<void>;
}

function contentMark(content: FileContent): string {
  if (content.kind === 'text') return content.digest;
  return content.kind === 'absent' ? 'absent' : `${content.text.key} ${JSON.stringify(content.text.params)}`;
}

export function createConfigSource(options: ConfigSourceOptions): ConfigSource {
  const { env, onConfiguration, onUnreadable, quietMs = QUIET_MS, pollMs = POLL_MS } = options;
  const file = resolve(options.file);
  let closed = false;
  let everExisted = false;
  let lastMark: string | null = null;
  let lastData = '';
  let doubtedMark: string | null = null;
  let lastStat = '';
  let quiet: NodeJS.Timeout | undefined;
  let waitingSince: number | null = null;
  let poll: NodeJS.Timeout | undefined;
  let polling: Promise<void> = Promise.resolve();
  let watcher: FSWatcher | undefined;
  let realFile = file;
  const watched = new Set<string>();
  // Loads follow one another: two at once could tell the older content last.
  let loading: Promise<unknown> = Promise.resolve();

  function interpret(content: FileContent): LoadResult {
    if (content.kind !== 'absent') everExisted = true;
    // A file that vanishes later is no wish to stop everything: it may be a slow replacement or a lost drive.
    if (content.kind === 'absent' && everExisted) {
      const text = message('config.file.gone', { file });
      return { ok: false, problems: [configProblem({ file, at: null, path: [], text })] };
    }
    return interpretConfigFile(file, content, env);
  }

  /** Why: a change was `seen`, somebody `asked`, or the variables may have other values (`environment`). */
  function load(
    why: 'seen' | 'asked' | 'environment',
    actor: string | null = null,
  ): Promise<LoadResult | null> {
    const next = loading.then(async () => {
      lastStat = await statMark(file);
      const content = await readConfigFile(file);
      const mark = contentMark(content);
      if (closed) return null;
      if (why === 'seen' && mark === lastMark) {
        doubtedMark = null;
        return null;
      }
      const result = interpret(content);
      // Between two steps of a save a file is empty, cut off or absent: it must still be so after another quiet time.
      if (why !== 'asked' && !result.ok && mark !== lastMark && mark !== doubtedMark) {
        doubtedMark = mark;
        changed();
        return null;
      }
      // Functions are not compared: where a value comes from hangs on the content alone.
      const data = JSON.stringify(result);
      const same = mark === lastMark && data === lastData;
      doubtedMark = null;
      lastMark = mark;
      lastData = data;
      if (why === 'environment' && same) return null;
      if (result.ok) onConfiguration(result.configuration, actor);
      else onUnreadable(result.problems);
      return result;
    });
    loading = next.catch(() => undefined); // the caller sees the rejection; the next load does not depend on it
    return next;
  }

  function changed(): void {
    if (closed) return;
    waitingSince ??= performance.now();
    const left = waitingSince + LONGEST_QUIET_MS - performance.now();
    clearTimeout(quiet);
    quiet = setTimeout(
      () => {
        waitingSince = null;
        void load('seen').then(followLink);
      },
      Math.max(0, Math.min(quietMs, left)),
    );
    quiet.unref();
  }

  async function look(): Promise<void> {
    const mark = await statMark(file);
    if (mark !== lastStat) {
      lastStat = mark;
      changed();
    }
  }

  function schedulePoll(): void {
    if (closed) return;
    poll = setTimeout(() => {
      polling = look().then(schedulePoll);
    }, pollMs);
    poll.unref();
  }

  /** A link is watched at both ends: its own folder sees it retargeted, the target's folder sees it saved. */
  async function followLink(): Promise<void> {
    realFile = await realpath(file).catch(() => file);
    if (closed || watcher === undefined) return;
    const folders = new Set([dirname(file), dirname(realFile)]);
    const fresh = [...folders].filter((folder) => !watched.has(folder));
    for (const folder of fresh) watched.add(folder);
    if (fresh.length > 0) watcher.add(fresh);
  }

  async function watch(): Promise<void> {
    const chokidar = await import('chokidar');
    if (closed) return;
    watcher = chokidar.watch([], {
      depth: 0,
      ignoreInitial: true,
      persistent: false,
      atomic: false, // our own quiet time joins the steps of a save
      ignored: (path) => path !== file && path !== realFile && !watched.has(path),
    });
    watcher.on('all', changed);
    watcher.on('error', () => undefined); // the poll sees what the watch cannot
    await followLink();
  }

  return {
    async start() {
      const result = await reload();
      await watch();
      schedulePoll();
      // What was saved between the first look and the watch.
      changed();
      return result;
    },
    reload,
    async environmentChanged() {
      await load('environment');
    },
    async close() {
      closed = true;
      clearTimeout(quiet);
      clearTimeout(poll);
      await Promise.all([watcher?.close(), loading, polling]);
    },
  };

  async function reload(actor?: string): Promise<LoadResult> {
    const result = await load('asked', actor);
    return result ?? { ok: false, problems: [] };
  }
}

/** Changes whenever the file may have changed; the text `absent` where there is none. */
async function statMark(file: string): Promise<string> {
  try {
    const { ino, size, mtimeMs, ctimeMs } = await stat(file);
    return `${ino} ${size} ${mtimeMs} ${ctimeMs}`;
  } catch {
    return 'absent'; // whatever the reason, reading tells it
  }
}
