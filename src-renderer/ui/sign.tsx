import type { ServerState } from '../../src-shared/schema/status.ts';

export type SignKind = 'running' | 'starting' | 'stopping' | 'stopped' | 'unhealthy' | 'crashed' | 'warning';

/** Position-light signals: the angle of an arm says what a process does, a plate says that a person is needed. */
const SHAPES: Readonly<Record<SignKind, string>> = {
  running: 'M8 1.5a1.6 1.6 0 0 1 1.6 1.6v9.8a1.6 1.6 0 0 1-3.2 0V3.1A1.6 1.6 0 0 1 8 1.5Z',
  starting: 'M4.1 9.5 11.3 2.3a1.6 1.6 0 0 1 2.3 2.3L6.4 11.8a2.6 2.6 0 1 1-2.3-2.3Z',
  stopping: 'M4.1 6.5a2.6 2.6 0 1 1 2.3-2.3l7.2 7.2a1.6 1.6 0 0 1-2.3 2.3Z',
  stopped:
    'M3.1 5.1h9.8a2.9 2.9 0 0 1 0 5.8H3.1a2.9 2.9 0 0 1 0-5.8Zm0 1.7a1.2 1.2 0 0 0 0 2.4h9.8a1.2 1.2 0 0 0 0-2.4Z',
  unhealthy:
    'M6.9.96a1.55 1.55 0 0 1 2.2 0l5.94 5.94a1.55 1.55 0 0 1 0 2.2L9.1 15.04a1.55 1.55 0 0 1-2.2 0L.96 9.1a1.55 1.55 0 0 1 0-2.2ZM8 4.1a1.15 1.15 0 0 0-1.15 1.15v5.5a1.15 1.15 0 0 0 2.3 0v-5.5A1.15 1.15 0 0 0 8 4.1Z',
  crashed:
    'M8 .7a7.3 7.3 0 1 1 0 14.6A7.3 7.3 0 0 1 8 .7ZM4.6 6.65a1.35 1.35 0 0 0 0 2.7h6.8a1.35 1.35 0 0 0 0-2.7Z',
  warning:
    'M6.75 1.75a1.45 1.45 0 0 1 2.5 0l6.1 10.8a1.45 1.45 0 0 1-1.25 2.15H1.9a1.45 1.45 0 0 1-1.25-2.15ZM8 5.2a1.1 1.1 0 0 0-1.1 1.1v2.9a1.1 1.1 0 0 0 2.2 0V6.3A1.1 1.1 0 0 0 8 5.2Zm0 6a1.05 1.05 0 1 0 0 2.1 1.05 1.05 0 0 0 0-2.1Z',
};

export function signOf(state: ServerState): SignKind {
  return state.toLowerCase() as SignKind;
}

/** A sign never stands alone: its word is beside it, so it is hidden from those who listen. */
export function Sign({ kind, size = '' }: { readonly kind: SignKind; readonly size?: '' | 'l' | 'xl' }) {
  return (
    <svg className={`mark ${kind} ${size}`} viewBox="0 0 16 16" aria-hidden="true">
      <path fillRule="evenodd" d={SHAPES[kind]} />
    </svg>
  );
}

export function Logo() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M5.4 11.5V4M10.4 13.6 15.7 8.3M12.5 18.6H20"
        fill="none"
        stroke="currentColor"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
      <circle cx="5.4" cy="18.6" r="3.5" fill="currentColor" />
    </svg>
  );
}
