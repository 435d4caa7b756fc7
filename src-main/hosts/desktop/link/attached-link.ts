import { createRouterClient } from '@orpc/server';
import { contract } from '../../../../src-shared/contract/index.ts';
import { type FoundInstance, findInstance } from '../../../runtime/find-instance.ts';
import type { ContractClient } from '../../../runtime/options.ts';
import { connectRpc, type RpcClient } from '../../../transport/rpc-client.ts';
import { pause } from '../clock.ts';
import { createForwardingRouter } from './forwarding-router.ts';
import { ACTOR, type OrchestratorLink } from './link.ts';
import { noticesOf } from './notices.ts';
import { createReadAhead } from './read-ahead.ts';

/** Between two looks whether the instance is there again. */
const RETRY_MS = 1000;

export interface AttachOptions {
  readonly home: string | undefined;
  /** As it was asked for on the command line; undefined: whatever the instance has is meant. */
  readonly config: string | undefined;
  readonly log: (text: string) => void;
}

export interface AttachedLink extends OrchestratorLink {
  /** Resolves when it was reached for the first time. */
  readonly connected: Promise<void>;
}

/**
 * The orchestrator of another process, reached over its WebSocket for as long as it is there, and again when it is back:
 * a restarted instance has another port.
 */
export function createAttachedLink({ home, config, log }: AttachOptions): AttachedLink {
  const ending = new AbortController();
  const connected = Promise.withResolvers<void>();
  let rpc: RpcClient | null = null;
  let pid: number | null = null;
  let notices = noticesOf(findInstance(home).info, config);
  const current = () => rpc?.client ?? null;
  // Tray and notifications take what comes; a page may hang.
  const router = createForwardingRouter(contract, current, createReadAhead());
  const own = createForwardingRouter(contract, current);

  const keepConnected = async () => {
    while (!ending.signal.aborted) {
      const { info, token } = findInstance(home);
      if (info !== null && token !== null) await session(info, token);
      await pause(RETRY_MS, ending.signal);
    }
  };
  const session = async (info: NonNullable<FoundInstance['info']>, token: string) => {
    const mine = connectRpc({ url: info.url, token, actor: ACTOR });
    const close = () => mine.close();
    ending.signal.addEventListener('abort', close, { once: true });
    if (await mine.opened) {
      rpc = mine;
      // It may have been replaced by another version meanwhile.
      notices = noticesOf(info, config);
      pid = info.pid;
      connected.resolve();
      log(`attached to the orchestrator with PID ${info.pid} at ${info.url}`);
    }
    await mine.closed;
    ending.signal.removeEventListener('abort', close);
    rpc = null;
    pid = null;
  };
  void keepConnected();

  return {
    mode: 'attached',
    get pid() {
      return pid;
    },
    router,
    client: createRouterClient(own as never, { context: {} } as never) as unknown as ContractClient,
    runtime: null,
    get notices() {
      return notices;
    },
    connected: connected.promise,
    ended: new Promise(() => undefined),
    async close() {
      ending.abort();
    },
  };
}
