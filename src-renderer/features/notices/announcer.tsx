import { useEffect, useRef, useState } from 'react';
import { useShapes } from '../../state/shapes.ts';
import { say } from '../../ui/words.ts';
import { changesSince, gather, type KnownStates, type Spoken } from './changes.ts';

/** Changes of two seconds are told in one sentence. */
const GATHER_MS = 2000;
/** More names than these are only counted. */
const MOST_NAMES = 3;

/** For those who listen: what changed, in words, politely. */
export function Announcer() {
  const servers = useShapes();
  const known = useRef<KnownStates | null>(null);
  const gathered = useRef(new Map<string, Spoken>());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [text, setText] = useState('');

  useEffect(() => {
    const before = known.current;
    // Nothing is known yet, so nothing has changed.
    if (servers.length === 0 && before === null) return;
    known.current = new Map(servers.map(({ name, state }) => [name, state]));
    if (before === null) return;
    for (const change of changesSince(before, servers)) gathered.current.set(change.name, change);
    if (gathered.current.size === 0) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setText(sentenceOf(gathered.current.values()));
      gathered.current.clear();
    }, GATHER_MS);
  }, [servers]);
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <div className="hide" role="status" aria-live="polite" data-testid="announcer">
      {text}
    </div>
  );
}

function sentenceOf(changes: Iterable<Spoken>): string {
  return gather(changes)
    .map(([{ state, reason }, names]) =>
      say('overview.spoken', {
        count: names.length > MOST_NAMES ? names.length : 0,
        names: names.slice(0, MOST_NAMES).join(', '),
        state: say(state === 'CRASHED' && reason !== null ? `reason.${reason}.head` : `state.${state}`),
      }),
    )
    .join(' ');
}
