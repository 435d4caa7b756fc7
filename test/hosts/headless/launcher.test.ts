import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { checkout, ended, firstLine, installation, type Started, withNode24 } from './launcher-kit.ts';

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false; // ESRCH: gone
  }
};

describe.skipIf(process.platform === 'win32')('the launcher, on Node 24 or newer', () => {
  it('runs a short command in its own process, without flags', async () => {
    await using here = await installation();
    const child = here.run(['status', '--json']);
    const { code, stdout, stderr } = await ended(child);
    const started = JSON.parse(stdout) as Started;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(started).toMatchObject({ args: ['status', '--json'], pid: child.pid, flags: [], launcher: null });
    expect(started.cli).toBe(here.file('dist/cli.js'));
  });

  it('becomes the instance, with its flags: no second process, same pid', async () => {
    await using here = await installation();
    const child = here.run(['monitor', '--port', '1']);
    const started = await firstLine(child);
    expect(started.pid).toBe(child.pid);
    expect(started.args).toEqual(['monitor', '--port', '1']);
    expect(started.flags).toEqual([expect.stringMatching(/^--max-semi-space-size=/)]);
    child.kill('SIGTERM');
    expect((await ended(child)).code).toBe(0);
  });

  it('says what is wrong with an installation without dist/', async () => {
    await using here = await installation();
    await rm(here.file('dist'), { recursive: true });
    const { code, stderr } = await ended(here.run(['status']));
    expect(code).toBe(1);
    expect(stderr).toMatch(/^mcp-orchestrator: dist\/cli\.js is missing.*\n$/);
  });
});

describe.skipIf(process.platform === 'win32')('the launcher, on an older Node', () => {
  it('says in one line that Node 24 is needed where none is to be found', async () => {
    await using here = await installation();
    const { code, stdout, stderr } = await ended(here.run(['status'], { oldNode: true }));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^mcp-orchestrator: Node 24 or newer is needed.*\n$/);
  });

  it('uses the Node of node_modules and passes on the exit code', async () => {
    await using here = await installation();
    await withNode24(here);
    const child = here.run(['fail'], { oldNode: true });
    const { code, stdout } = await ended(child);
    expect(code).toBe(3);
    expect(JSON.parse(stdout)).toMatchObject({ args: ['fail'], launcher: String(child.pid) });
  });

  it('tells a death by signal as shells do', async () => {
    await using here = await installation();
    await withNode24(here);
    expect((await ended(here.run(['die'], { oldNode: true }))).code).toBe(137);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'passes %s on once, though terminals and npm send it twice',
    async (signal) => {
      await using here = await installation();
      await withNode24(here);
      const child = here.run(['monitor'], { oldNode: true });
      const started = await firstLine(child);
      expect(started.launcher).toBe(String(child.pid));
      expect(started.flags).toEqual([expect.stringMatching(/^--max-semi-space-size=/)]);
      child.kill(signal);
      setTimeout(() => child.kill(signal), 50);
      expect((await ended(child)).code).toBe(0);
      await eventually(() => !isAlive(started.pid));
    },
  );
});

describe.skipIf(process.platform === 'win32')('the launcher, in a checkout', () => {
  it('builds when a source is new, changed or gone, and only then', async () => {
    await using here = await checkout();
    const builds = async () => (await readFile(here.file('builds'), 'utf8')).length;
    const source = here.file('src-main/core/rule.ts');
    const start = async () => (await ended(here.run(['status']))).stderr;

    expect(await start()).toBe('Building …\n');
    expect(await start()).toBe('');
    await mkdir(dirname(source), { recursive: true });
    await writeFile(source, 'new');
    expect(await start()).toBe('Building …\n');
    await utimes(source, 1, 1);
    expect(await start()).toBe('Building …\n');
    await rm(source);
    expect(await start()).toBe('Building …\n');
    expect(await start()).toBe('');
    expect(await builds()).toBe(4);
  });

  it('shows why a build failed and runs nothing', async () => {
    await using here = await checkout();
    await writeFile(here.file('build.js'), `console.error('rule.ts:3: no such thing'); process.exit(1);`);
    const { code, stdout, stderr } = await ended(here.run(['status']));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('rule.ts:3: no such thing\n');
    expect(stderr).toContain('mcp-orchestrator: the build failed');
  });
});
