import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBoard } from '../../../../src-main/hosts/desktop/board/board.ts';
import { createAttachedLink } from '../../../../src-main/hosts/desktop/link/attached-link.ts';
import { feedBoard } from '../../../../src-main/hosts/desktop/link/feed-board.ts';
import { openLink } from '../../../../src-main/hosts/desktop/link/open-link.ts';
import { type BuiltCli, buildCli, exitOf, monitor, type Place, place, trivial } from '../../headless/kit.ts';

const homeOf = (where: Place) => where.home.file('.local', 'share', 'mcp-orchestrator');
const quiet = () => undefined;

describe('an application that is attached to an orchestrator in another process', () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  }, 120_000);
  afterAll(() => cli?.[Symbol.asyncDispose]());

  it('attaches where a daemon owns the home, and begins no second supervisor', async () => {
    await using where = await place(cli, { mcpServers: { one: trivial } });
    const { ready } = await monitor(where);
    const link = await openLink({ home: homeOf(where), config: undefined, pageFolder: null, log: quiet });
    try {
      expect(link.mode).toBe('attached');
      await expect.poll(() => link.pid).toBe(ready.pid);
      const { instance } = await link.client.servers.status();
      expect(instance.pid).toBe(ready.pid);
    } finally {
      await link.close({ force: false, reason: 'test' });
    }
  });

  it('calls, gets refusals with their code, and follows streams as if it were its own', async () => {
    await using where = await place(cli, { mcpServers: { one: trivial } });
    await monitor(where);
    const link = createAttachedLink({ home: homeOf(where), config: undefined, log: quiet });
    const board = createBoard(() => Date.now());
    const ending = new AbortController();
    try {
      await expect.poll(() => link.pid).not.toBeNull();
      void feedBoard(board, link, ending.signal);
      await expect.poll(() => board.state.report?.servers[0]?.state).toBe('RUNNING');
      await link.client.servers.stopMany({ servers: ['one'] });
      await expect.poll(() => board.state.report?.servers[0]?.state).toBe('STOPPED');
      const events = await link.client.events.list({ server: 'one' });
      expect(events.events.some(({ actor }) => actor === 'desktop')).toBe(true);
      await expect(link.client.servers.get({ name: 'nobody' })).rejects.toMatchObject({
        code: 'UNKNOWN_SERVER',
        data: { server: 'nobody' },
      });
    } finally {
      ending.abort();
      await link.close({ force: false, reason: 'test' });
    }
  });

  it('says that it is lost when the daemon ends, and is back when that is, on whatever port', async () => {
    await using where = await place(cli, { mcpServers: { one: trivial } });
    const first = await monitor(where);
    const link = createAttachedLink({ home: homeOf(where), config: undefined, log: quiet });
    const board = createBoard(() => Date.now());
    const ending = new AbortController();
    try {
      void feedBoard(board, link, ending.signal);
      await expect.poll(() => board.state.connection).toBe('live');
      await where.run(['shutdown', '--force']);
      await exitOf(first.child);
      await expect.poll(() => board.state.connection).toBe('lost');
      expect(link.pid).toBeNull();
      await expect(link.client.servers.status()).rejects.toMatchObject({ code: 'SHUTTING_DOWN' });
      const second = await monitor(where);
      await expect.poll(() => board.state.connection).toBe('live');
      expect(link.pid).toBe(second.ready.pid);
    } finally {
      ending.abort();
      await link.close({ force: false, reason: 'test' });
    }
  });

  it('leaves the daemon and its servers running when it is closed', async () => {
    await using where = await place(cli, { mcpServers: { one: trivial } });
    const { child } = await monitor(where);
    const link = createAttachedLink({ home: homeOf(where), config: undefined, log: quiet });
    await expect.poll(() => link.pid).not.toBeNull();
    await link.close({ force: false, reason: 'test' });
    const { stdout } = await where.run(['status', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ instance: { running: true, pid: child.pid } });
  });

  it('tells of a configuration that is not the one that was asked for', async () => {
    await using where = await place(cli, { mcpServers: {} });
    const asked = join(where.home.path, 'other.json');
    const link = createAttachedLink({ home: homeOf(where), config: asked, log: quiet });
    try {
      expect(link.notices).toEqual([]);
      // Of the one that is there now, which may be another one than at first.
      const { ready } = await monitor(where);
      await expect
        .poll(() => link.notices)
        .toEqual([
          {
            key: 'application.other-config',
            params: { pid: String(ready.pid), running: where.config, asked },
          },
        ]);
    } finally {
      await link.close({ force: false, reason: 'test' });
    }
  });
});
