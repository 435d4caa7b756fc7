import { describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { hasProc, isLive, listenersOn } from '../support/proc.ts';
import { chaos, gone, instance, killQuietly, place, rig, rigAt, starts, stranger } from './kit.ts';

const onPort = (port: number) => ({ type: 'http', url: `http://127.0.0.1:${port}/mcp` });
/** Without a port in the address, one is chosen. */
const onAnyPort = { type: 'http', url: 'http://127.0.0.1/mcp' };

describe.skipIf(!hasProc)('ports', () => {
  test('row 31: a stranger on the fixed port: CRASHED naming it, nothing spent, the stranger lives', async () => {
    const port = await freePort();
    await using holder = await stranger(port);
    await using it = await rig({
      server: chaos('--port-env PORT', { port: { env: 'PORT', fixed: port } }, onPort(port)),
    });
    const status = await it.until('server', 'CRASHED');
    expect(status).toMatchObject({ reason: 'PORT_CONFLICT', restartCount: 0, totalRestarts: 0 });
    expect(status.detail).toContain(String(port));
    expect(status.detail).toContain(String(holder.pid));
    expect(isLive(holder.pid)).toBe(true);
    expect(it.place.liveness.births).toEqual([]);
  });

  test('row 32: our own orphan on the port: verified and ended, then the start goes on', async () => {
    const port = await freePort();
    await using where = await place({
      server: chaos('--port-env PORT --ignore-eof', { port: { env: 'PORT', fixed: port } }, onPort(port)),
    });
    let orphan = 0;
    {
      await using first = await instance(where);
      await first.running(['server']);
      [{ pid: orphan } = { pid: 0 }] = where.liveness.births;
      killQuietly(first.janitor());
      first.signal('SIGKILL');
      await first.exited;
    }
    expect(listenersOn(port)).toEqual([orphan]);
    await using it = await rigAt(where);
    const status = await it.until('server', ({ state, pid }) => state === 'RUNNING' && pid !== orphan);
    expect(status).toMatchObject({ totalRestarts: 0 });
    expect(isLive(orphan)).toBe(false);
    expect(listenersOn(port)).toEqual([status.pid]);
  });

  test('row 33: a stranger who answers 200 on our port is not taken for the server', async () => {
    const port = await freePort();
    await using it = await rig({
      server: chaos(
        '--start-delay 60000',
        { port: { env: 'PORT', fixed: port }, stop: { eofWait: 100 } },
        onPort(port),
      ),
    });
    // Its port was found free, and it has not bound it yet.
    await it.place.liveness.born(1);
    await using holder = await stranger(port);
    const status = await it.until('server', 'CRASHED');
    expect(status).toMatchObject({ reason: 'PORT_CONFLICT', totalRestarts: 0 });
    expect(status.detail).toContain(String(holder.pid));
    expect(isLive(holder.pid)).toBe(true);
    expect(it.states('server')).not.toContain('RUNNING');
    await gone(it.place.liveness.births.map(({ pid }) => pid));
  });

  test('row 34: a chosen port that is stolen before it is bound: another one, nothing spent', async () => {
    await using where = await place({});
    // The thief answers with 200, so either may be first: the stranger's answer or the end of the server.
    const flags = `--state ${where.folder.file('starts')} --fail-first 2 --steal-port 60000 --port-env PORT`;
    where.save({ server: chaos(flags, { port: { env: 'PORT' } }, onAnyPort) });
    await using it = await rigAt(where);
    const status = await it.until('server', 'RUNNING');
    expect(status).toMatchObject({ restartCount: 0, totalRestarts: 0 });
    expect(starts(where.folder.file('starts'))).toHaveLength(3);
    expect(listenersOn(portOf(status))).toEqual([status.pid]);
  });

  test('row 34: somebody who answers on the chosen port before the server binds it is not taken for it', async () => {
    const policy = { port: { env: 'PORT' }, stop: { eofWait: 100 } };
    await using it = await rig({ server: chaos('--start-delay 3000 --port-env PORT', policy, onAnyPort) });
    await it.place.liveness.born(1);
    const stolen = portOf(it.status('server'));
    await using holder = await stranger(stolen);
    const status = await it.until('server', 'RUNNING');
    expect(status).toMatchObject({ restartCount: 0, totalRestarts: 0 });
    expect(portOf(status)).not.toBe(stolen);
    expect(isLive(holder.pid)).toBe(true);
  });

  test('row 34: a port that is stolen every time is given up after three more tries', async () => {
    await using where = await place({});
    const state = where.folder.file('starts');
    const policy = { port: { env: 'PORT' }, restart: { maxRestarts: 0 } };
    where.save({ server: chaos(`--state ${state} --steal-port 60000 --port-env PORT`, policy, onAnyPort) });
    await using it = await rigAt(where);
    expect(await it.until('server', 'CRASHED')).toMatchObject({ totalRestarts: 0 });
    expect(starts(state)).toHaveLength(4);
  });
});

const portOf = ({ url }: { readonly url: string | null }): number => Number(new URL(url ?? '').port);
