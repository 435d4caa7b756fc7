import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';
import { selection } from '../../state/selection.ts';
import { focusServer } from './keys.ts';

/**
 * The keyboard stays with its server: a card that moves from "Needs you" to its group is another one there, and what was
 * focused in it is gone. Of a server that is not shown any more it goes to the one that takes its place.
 */
export function useKeptFocus(area: RefObject<HTMLElement | null>, names: readonly string[]): void {
  const at = useRef<{ readonly element: Element; readonly name: string; readonly place: number } | null>(
    null,
  );
  const order = useRef(names);
  useEffect(() => {
    const element = area.current;
    const onFocus = ({ target }: FocusEvent) => {
      if (!(target instanceof Element)) return;
      const link = target.closest('.item')?.querySelector<HTMLElement>('[data-server]');
      // What is of no server, such as the actions for those that are marked, gives way to the chosen one.
      const name = link?.dataset.server ?? selection.get().chosen ?? '';
      at.current = { element: target, name, place: order.current.indexOf(name) };
    };
    element?.addEventListener('focusin', onFocus);
    return () => element?.removeEventListener('focusin', onFocus);
  }, [area]);
  useLayoutEffect(() => {
    order.current = names;
    const last = at.current;
    if (last === null || last.element.isConnected) return;
    at.current = null;
    // Somebody else has it already, such as a dialog.
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const next = names[Math.min(Math.max(0, last.place), names.length - 1)];
    if (focusServer(last.name) || (next !== undefined && focusServer(next))) return;
    document.getElementById('content')?.focus({ preventScroll: true });
  });
}
