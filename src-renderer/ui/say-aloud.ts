import { useEffect } from 'react';

// There is one polite region on the page, as there is one voice that reads it: two at once cut each other short.
const listeners = new Set<(text: string) => void>();

/** For those who listen: told politely, with what else is told in these two seconds. */
export function sayAloud(text: string): void {
  for (const listener of listeners) listener(text);
}

/** A text that is said when it comes up and whenever it changes; null and nothing are not said. */
export function useSayAloud(text: string | null): void {
  useEffect(() => {
    if (text !== null && text !== '') sayAloud(text);
  }, [text]);
}

/** As a part of what is shown only sometimes. */
export function SayAloud({ text }: { readonly text: string }): null {
  useSayAloud(text);
  return null;
}

/** Returns the unsubscriber. */
export function onSaidAloud(listener: (text: string) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
