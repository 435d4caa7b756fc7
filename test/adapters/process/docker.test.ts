import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { chmod } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { isLive } from '../../support/proc.ts';
import { type TempFolder, tempFolder } from '../../support/temp.ts';
import { carriersOf, killQuietly, rig, serverOf, stop } from './rig.ts';

/**
 * A docker command line with a daemon of its own: `run` starts a "container" that is no child of it and ends only by
 * `stop` and `rm -f`, as a real one. `deaf`: it ignores TERM. Everything asked is in the file `calls`.
 */
async function fakeDocker(
  folder: TempFolder,
  options: { deaf?: boolean; down?: boolean } = {},
): Promise<string> {
  const path = folder.file('docker');
  const state = folder.file('container');
  const down =
    'echo "docker: Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?" >&2; exit 125';
  const trap = options.deaf === true ? 'trap "" TERM;' : '';
  writeFileSync(
    path,
    `#!/bin/sh
echo "$@" >> '${folder.file('calls')}'
${options.down === true ? down : ''}
alive() { [ -f '${state}' ] && kill -0 "$(cat '${state}')" 2>/dev/null; }
case $1 in
  run) env -u MCP_ORCHESTRATOR_NONCE setsid sh -c '${trap} echo $$ > ${state}; while [ -f ${state} ]; do sleep 0.02; done' </dev/null >/dev/null 2>&1 &
    until [ -s '${state}' ]; do sleep 0.01; done
    echo started >&2
    while alive; do sleep 0.02; done;;
  ps) if [ "$2" = -aq ]; then [ -f '${state}' ] && echo c0ffee; else alive && echo c0ffee; fi; exit 0;;
  inspect) cat '${state}';;
  stop) kill "$(cat '${state}')"; i=0; while alive && [ $i -lt 10 ]; do i=$((i+1)); sleep 0.02; done;;
  rm) kill -9 "$(cat '${state}')" 2>/dev/null; rm -f '${state}';;
esac
`,
  );
  await chmod(path, 0o755);
  return path;
}

const calls = (folder: TempFolder): readonly string[] =>
  readFileSync(folder.file('calls'), 'utf8').trim().split('\n');
const containerPid = (folder: TempFolder): number => Number(readFileSync(folder.file('container'), 'utf8'));

async function started(folder: TempFolder, options: { deaf?: boolean } = {}) {
  const command = await fakeDocker(folder, options);
  const it = await rig({ folder });
  const server = await it.start(serverOf(command, { name: 'time', args: ['run', '-i', 'mcp/time'] }));
  await eventually(() => it.log.stderr.length > 0, Boolean, { what: 'the start of the container' });
  return { it, server, pid: containerPid(folder) };
}

describe('a server in a container', () => {
  it('row 50: is started with name, label, --init and --rm, and ended by docker stop', async () => {
    await using folder = await tempFolder('docker');
    const { it, server, pid } = await started(folder);
    await using _ = it;
    const label = `mcp-orchestrator=${server.nonce}`;
    expect(calls(folder)[0]).toBe(
      `run --name mcp-time-${server.nonce.slice(0, 12)} --label ${label} --init --rm -i mcp/time`,
    );
    const outcome = await stop(server, { eof: 100 });
    expect(outcome).toMatchObject({ outcome: 'gone', steps: ['eof', 'term'] });
    await eventually(() => !isLive(pid));
    expect(calls(folder)).toContain('stop -t 5 c0ffee');
    await server.tree.release();
    expect(existsSync(folder.file('container'))).toBe(false);
  });

  it('row 50: lives on when its command line is killed, and is removed all the same', async () => {
    await using folder = await tempFolder('docker');
    const { it, server, pid } = await started(folder);
    await using _ = it;
    killQuietly(server.pid);
    expect(await server.exited).toMatchObject({ signal: 'SIGKILL' });
    // Its own group may take a moment to follow it.
    await eventually(server.tree.liveMembers, (live) => live.length === 1 && live[0] === pid);
    const outcome = await stop(server, { eof: 0 });
    expect(outcome).toMatchObject({ outcome: 'gone', steps: ['term'] });
    await eventually(() => !isLive(pid));
  });

  it('row 50: one that ignores TERM is removed by force', async () => {
    await using folder = await tempFolder('docker');
    const { it, server, pid } = await started(folder, { deaf: true });
    await using _ = it;
    const outcome = await stop(server, { eof: 50, term: 600 });
    expect(outcome).toMatchObject({ outcome: 'gone', steps: ['eof', 'term', 'kill'] });
    expect(calls(folder)).toContain('rm -f c0ffee');
    await eventually(() => !isLive(pid));
  });

  it('row 50: without a daemon its command line is all there is to end', async () => {
    await using folder = await tempFolder('docker');
    const command = await fakeDocker(folder, { down: true });
    await using it = await rig({ folder });
    const server = await it.start(serverOf(command, { args: ['run', 'img'] }));
    expect(await server.exited).toMatchObject({ code: 125 });
    expect(server.lastLines(5)[0]).toContain('Cannot connect to the Docker daemon');
    expect(await stop(server, { eof: 0 })).toMatchObject({ outcome: 'gone', steps: [] });
  });

  it('row 50: is found again by its label when the instance that started it is gone', async () => {
    await using folder = await tempFolder('docker');
    const { it, server, pid } = await started(folder);
    await using _ = it;
    killQuietly(server.pid);
    await server.exited;
    await eventually(() => carriersOf(server.nonce).length === 0);
    it.ledger.flush();
    await using next = await rig({ folder });
    const [orphan] = await next.launcher.orphans();
    expect(orphan).toMatchObject({ server: 'time', pid });
    await orphan?.tree.kill();
    await eventually(() => !isLive(pid));
    expect(await orphan?.tree.liveMembers()).toEqual([]);
  });
});
