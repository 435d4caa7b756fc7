import { MessageChannel as NodeChannel } from 'node:worker_threads';
import { implement } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MOST_UNREAD, servePort } from '../../src-main/transport/message-port.ts';
import { createPortLink } from '../../src-renderer/connection/rpc-port.ts';
import { desktopContract } from '../../src-shared/contract/desktop.ts';

interface Posted {
  readonly message: unknown;
  readonly origin: string;
  readonly port: MessagePort;
}

describe('the page’s port', () => {
  let posted: Posted[] = [];
  beforeEach(() => {
    posted = [];
    vi.stubGlobal('MessageChannel', NodeChannel);
    vi.stubGlobal('location', { origin: 'app://dashboard' });
    vi.stubGlobal('postMessage', (message: unknown, origin: string, [port]: readonly [MessagePort]) =>
      posted.push({ message, origin, port }),
    );
  });
  afterEach(() => {
    for (const { port } of posted) port.close();
    vi.unstubAllGlobals();
  });

  /** Serves what stands in the place of the main process. */
  function serve({ port }: Posted): string[] {
    const asked: string[] = [];
    const os = implement({ desktop: desktopContract });
    const router = {
      desktop: {
        openLogs: os.desktop.openLogs.handler(() => {
          asked.push('logs');
          return {};
        }),
      },
    };
    servePort({ router, port, context: { actor: 'desktop' } });
    return asked;
  }
  const first = (): Posted => {
    const [only] = posted;
    if (only === undefined) throw new Error('no port was handed on');
    return only;
  };

  it('is handed on with the one message that the preload takes, to this origin only', () => {
    createPortLink().open();
    expect(posted.map(({ message, origin }) => [message, origin])).toEqual([
      ['mcp-orchestrator:port', 'app://dashboard'],
    ]);
  });

  it('serves every connection of the document, also one that was asked for before anybody served it', async () => {
    const link = createPortLink();
    const early = link.open();
    const waiting = early.desktop?.openLogs();
    early.close();
    const late = link.open();
    expect(posted).toHaveLength(1);
    const asked = serve(first());
    await waiting;
    await late.desktop?.openLogs();
    expect(asked).toEqual(['logs', 'logs']);
  });

  it('gives way to a new one when the application closed it, and leaves nobody waiting', async () => {
    const link = createPortLink();
    const connection = link.open();
    const waiting = connection.desktop?.openLogs();
    first().port.close();
    await connection.closed;
    await expect(waiting).rejects.toThrow();
    const next = link.open();
    const asked = serve(posted[1] ?? first());
    await next.desktop?.openLogs();
    expect([posted.length, asked]).toEqual([2, ['logs']]);
  });

  it('tells of every message that it has read: the application sends no more than that', async () => {
    const { desktop } = createPortLink().open();
    serve(first());
    for (let calls = 0; calls <= MOST_UNREAD; calls++) await desktop?.openLogs();
  });

  it('is never refused for a token: the window has none', async () => {
    expect(await createPortLink().isRefused()).toBe(false);
  });
});
