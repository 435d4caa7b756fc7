import type { Cause } from '../../../src-shared/i18n/message.ts';
import type { ProtocolEra } from '../../core/ports/mcp.ts';
import type { MessagePipe } from '../../core/ports/process.ts';
import { causes } from './causes.ts';

/** Why no answer comes, in the terms of `UpstreamConnection.onBroken`. */
export interface Failure {
  readonly kind: 'closed' | 'protocol' | 'network' | 'auth';
  readonly cause: Cause;
}

/** What a channel must know of a message beside its bytes; `id` is ours and stands in the bytes. */
export interface Outgoing {
  readonly id: number | null;
  readonly method: string | null;
}

/** Whole messages to a server and back, whatever carries them. One link owns it and sets the three listeners. */
export interface Channel {
  onMessage: ((line: Uint8Array) => void) | null;
  /** This one request will not be answered; the channel lives on. */
  onRefused: ((id: number, failure: Failure) => void) | null;
  /** Nothing is answered any more. Told once. */
  onBroken: ((failure: Failure) => void) | null;
  /** False where it cannot be sent; never throws. */
  send(line: string | Uint8Array, outgoing: Outgoing): boolean;
  /** Nobody waits for this answer any more. */
  forget(id: number): void;
  /** In this era and on this channel, forgetting is how a request is cancelled (HTTP of 2026-07-28). */
  readonly forgetCancels: boolean;
  /** It carries the older era alone, so there is nothing to find out. */
  readonly legacyOnly: boolean;
  /** What the handshake found; later messages carry it where the channel has headers. */
  agree(era: ProtocolEra, protocolVersion: string): void;
  /** The server lost our session and wants a new handshake: resolves to whether there is one. null: no such thing. */
  onSessionLost: (() => Promise<boolean>) | null;
  close(): Promise<void>;
}

/** A process's stdin and stdout. Closing lets go of the pipe; ending the process is the supervisor's. */
export function createPipeChannel(pipe: MessagePipe): Channel {
  const channel: Channel = {
    onMessage: null,
    onRefused: null,
    onBroken: null,
    onSessionLost: null,
    forgetCancels: false,
    legacyOnly: false,
    send: (line) => pipe.write(line),
    forget() {},
    agree() {},
    close() {
      pipe.onMessage = null;
      pipe.onOversize = null;
      pipe.onEnd = null;
      return Promise.resolve();
    },
  };
  pipe.onMessage = (line) => channel.onMessage?.(line);
  pipe.onOversize = () => channel.onBroken?.({ kind: 'protocol', cause: causes.oversize() });
  pipe.onEnd = () => channel.onBroken?.({ kind: 'closed', cause: causes.ended() });
  return channel;
}
