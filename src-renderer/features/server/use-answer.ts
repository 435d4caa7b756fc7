import { useCallback, useEffect, useRef, useState } from 'react';
import type { Client } from '../../connection/client.ts';
import { useDashboard, useLive } from '../../state/dashboard.ts';
import { sayError } from '../../ui/words.ts';

/** What was asked of the orchestrator. `value` stays while it is asked again, and while the connection is away. */
export interface Answer<T> {
  readonly value: T | null;
  /** Why there is none, in a sentence; null while one waits for it or has it. */
  readonly problem: string | null;
  readonly again: () => void;
}

/** Asks when the view is shown, after every loss of the connection, and whenever `key` changes; null asks nothing. */
export function useAnswer<T>(key: string | null, ask: (client: Client) => Promise<T>): Answer<T> {
  const dashboard = useDashboard();
  const live = useLive();
  const [state, setState] = useState<Omit<Answer<T>, 'again'>>({ value: null, problem: null });
  const [turn, setTurn] = useState(0);
  const asked = useRef(ask);
  asked.current = ask;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` and `turn` say when to ask anew
  useEffect(() => {
    if (!live || key === null) return;
    let left = false;
    const request = async () => asked.current(dashboard.client());
    request().then(
      (value) => left || setState({ value, problem: null }),
      (error: unknown) => left || setState(({ value }) => ({ value, problem: sayError(error) })),
    );
    return () => {
      left = true;
    };
  }, [dashboard, live, key, turn]);
  const again = useCallback(() => setTurn((count) => count + 1), []);
  return { ...state, again };
}
