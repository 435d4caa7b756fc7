import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  createShellPath,
  readBetweenMarks,
  startedFromTerminal,
  wellKnownFolders,
} from '../../../src-main/adapters/process/shell-path.ts';
import { eventually } from '../../support/eventually.ts';
import { commandLine, hasProc, processes } from '../../support/proc.ts';
import { stopwatch } from '../../support/stopwatch.ts';
import { type TempFolder, tempFolder } from '../../support/temp.ts';

/** A login shell that does what `before` says before it does its work. */
async function shell(folder: TempFolder, before: string, after = ''): Promise<string> {
  const path = folder.file('shell');
  const run = 'while [ "$1" != -c ]; do shift; done; eval "$2"';
  await writeFile(path, `#!/bin/sh\n${before}\n${run}\n${after}\n`, { mode: 0o755 });
  return path;
}

const pathOf = (folder: TempFolder, environment: Record<string, string | undefined>, limitMs = 5000) =>
  createShellPath({
    file: folder.file('shell-path.json'),
    environment,
    inputIsTerminal: false,
    limitMs,
    userHome: folder.path,
  });

describe.skipIf(process.platform === 'win32')('the login shell’s PATH', () => {
  it('comes before our own, without duplicates, and is kept for the next boot', async () => {
    await using folder = await tempFolder('shell');
    const SHELL = await shell(folder, 'PATH=/from/shell:/usr/bin:/bin');
    const first = pathOf(folder, { SHELL, PATH: '/usr/bin:/own' });
    expect(first.path.startsWith('/usr/bin:/own')).toBe(true);
    await first.refresh();
    expect(first.path.startsWith('/from/shell:/usr/bin:/bin:/own')).toBe(true);
    const next = pathOf(folder, { SHELL: '/nowhere', PATH: '/own' });
    expect(next.path.startsWith('/from/shell:/usr/bin:/bin:/own')).toBe(true);
    await next.refresh();
    expect(next.path.startsWith('/from/shell')).toBe(true);
  });

  it('row 52: is read out of what start files print, also without an end of their line', async () => {
    await using folder = await tempFolder('shell');
    const noise = 'echo "Welcome ✓ /usr/bin"; printf "no newline"; PATH=/from/shell:/usr/bin:/bin';
    const SHELL = await shell(folder, noise, 'echo goodbye');
    const found = pathOf(folder, { SHELL, PATH: '/own' });
    await found.refresh();
    expect(found.path.startsWith('/from/shell:')).toBe(true);
  });

  it('row 52: a shell that asks for a password gets the end of its input, and answers', async () => {
    await using folder = await tempFolder('shell');
    const SHELL = await shell(folder, 'read -r password || PATH=/eof:/usr/bin:/bin');
    const found = pathOf(folder, { SHELL, PATH: '/own' });
    await found.refresh();
    expect(found.path.startsWith('/eof:')).toBe(true);
  });

  it.skipIf(!hasProc)(
    'row 52: one that hangs is killed with all it started, and the cached answer stays',
    async () => {
      await using folder = await tempFolder('shell');
      await writeFile(folder.file('shell-path.json'), '{"path":"/cached"}');
      const SHELL = await shell(folder, '/bin/sleep 98765 & wait');
      const found = pathOf(folder, { SHELL, PATH: '/own' }, 300);
      const asking = found.refresh();
      expect(found.path.startsWith('/cached:/own')).toBe(true);
      expect(found.refresh()).toBe(asking);
      await asking;
      expect(found.path.startsWith('/cached:/own')).toBe(true);
      const sleepers = () =>
        processes().filter(({ pid }) => commandLine(pid).join(' ') === '/bin/sleep 98765');
      await eventually(() => sleepers().length === 0);
    },
  );

  it('row 52: one that never stops writing is cut off, and one that leaves a child with our pipe is not waited for', async () => {
    await using folder = await tempFolder('shell');
    const flood = pathOf(folder, { SHELL: await shell(folder, 'exec /usr/bin/yes'), PATH: '/own' }, 20_000);
    using watch = stopwatch();
    await flood.refresh();
    const SHELL = await shell(folder, '/bin/sleep 5 & PATH=/x:/usr/bin:/bin');
    const left = pathOf(folder, { SHELL, PATH: '/own' }, 20_000);
    await left.refresh();
    expect(left.path.startsWith('/x:')).toBe(true);
    expect(watch.elapsedMs).toBeLessThan(15_000);
    expect(flood.path.startsWith('/own')).toBe(true);
  });

  it('is not asked for when a terminal started us, nor is an older answer used', async () => {
    await using folder = await tempFolder('shell');
    await writeFile(folder.file('shell-path.json'), '{"path":"/cached"}');
    const SHELL = await shell(folder, `touch ${folder.file('asked')}`);
    const found = pathOf(folder, { SHELL, PATH: '/own', TERM: 'xterm' });
    await found.refresh();
    expect(found.path.startsWith('/own')).toBe(true);
    await expect(readFile(folder.file('asked'))).rejects.toThrow();
    expect(startedFromTerminal({}, true)).toBe(true);
    expect(startedFromTerminal({ TERM: 'dumb' }, false)).toBe(false);
  });

  it('falls back on the folders where commands mostly are', async () => {
    await using folder = await tempFolder('shell');
    for (const version of ['v9.1.0', 'v24.1.0']) {
      await mkdir(folder.file('.nvm', 'versions', 'node', version, 'bin'), { recursive: true });
    }
    await mkdir(folder.file('.local', 'bin'), { recursive: true });
    const folders = wellKnownFolders(folder.path);
    expect(folders[0]).toBe(folder.file('.local', 'bin'));
    expect(folders).toContain(folder.file('.nvm', 'versions', 'node', 'v24.1.0', 'bin'));
    expect(pathOf(folder, {}).path).toContain(folder.file('.local', 'bin'));
  });

  it('takes only variables from between the marks, and nothing without a path', () => {
    const told = readBetweenMarks('noise#PATH=/a:/b\0KEY=two\nlines\0not a name=x\0#more', '#');
    expect({ ...told }).toEqual({ PATH: '/a:/b', KEY: 'two\nlines' });
    expect(readBetweenMarks('#PATH=/a:/b\0', '#')).toBeNull();
    expect(readBetweenMarks('#not found#', '#')).toBeNull();
    expect(readBetweenMarks('#PATH=/a\nerror\n#', '#')).toBeNull();
  });
});
