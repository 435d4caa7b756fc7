import { useEffect, useRef, useState } from 'react';
import type { ServerState, ServerStatus } from '../../../src-shared/schema/status.ts';
import { say } from '../../ui/words.ts';

/** Changes of two seconds are told in one sentence. */
const GATHER_MS = 2000;

/** For those who listen: what changed, in words, politely. */
export function Announcer({ servers }: { readonly servers: readonly ServerStatus[] }) {
  const known = useRef<ReadonlyMap<string, ServerState> | null>(null);
  const gathered = useRef(new Map<string, string>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [text, setText] = useState('');

  useEffect(() => {
    const before = known.current;
    known.current = new Map(servers.map(({ name, state }) => [name, state]));
    if (before === null) return;
    for (const { name, state, reason } of servers) {
      if (before.get(name) === state || state === 'STARTING' || state === 'STOPPING') continue;
      const word =
        state === 'CRASHED' && reason !== null ? say(`reason.${reason}.head`) : say(`state.${state}`);
      gathered.current.set(name, `${name}: ${word}`);
    }
    if (gathered.current.size === 0) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setText([...gathered.current.values()].join('. '));
      gathered.current.clear();
    }, GATHER_MS);
  }, [servers]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <div className="hide" role="status" aria-live="polite">
      {text}
    </div>
  );
}
