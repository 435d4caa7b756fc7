import { useCallback, useEffect, useRef, useState } from 'react';
import { useShapes } from '../../state/shapes.ts';
import { onSaidAloud } from '../../ui/say-aloud.ts';
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
  const aloud = useRef(new Set<string>());
  // Counted: the same words a second time are news as well.
  const [told, setTold] = useState({ turn: 0, text: '' });

  const soon = useCallback(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      const texts = [sentenceOf(gathered.current.values()), ...aloud.current].filter((text) => text !== '');
      gathered.current.clear();
      aloud.current.clear();
      setTold(({ turn }) => ({ turn: turn + 1, text: texts.join(' ') }));
    }, GATHER_MS);
  }, []);

  useEffect(() => {
    const before = known.current;
    // Nothing is known yet, so nothing has changed.
    if (servers.length === 0 && before === null) return;
    known.current = new Map(servers.map(({ name, state }) => [name, state]));
    if (before === null) return;
    for (const change of changesSince(before, servers)) gathered.current.set(change.name, change);
    if (gathered.current.size > 0) soon();
  }, [servers, soon]);
  useEffect(
    () =>
      onSaidAloud((text) => {
        aloud.current.add(text);
        soon();
      }),
    [soon],
  );
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <div className="hide" role="status" aria-live="polite" data-testid="announcer">
      <span key={told.turn}>{told.text}</span>
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
