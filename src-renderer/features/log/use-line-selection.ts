import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, type RefObject, useRef } from 'react';
import type { LogModel } from './log-model.ts';
import { plainLines } from './log-text.ts';
import { highest, lowest } from './selection.ts';

/** While the mouse is dragged beyond the pane it scrolls so often. */
const DRAG_MS = 50;

/**
 * Lines are chosen by dragging over them, with Shift and a click, or with Shift and the arrows. The browser's own
 * selection knows only what is in the page: it serves within one line.
 */
export function useLineSelection(model: LogModel, pane: RefObject<HTMLDivElement | null>) {
  const drag = useRef<(() => void) | null>(null);

  function onMouseDown(event: MouseEvent): void {
    const number = numberOf(event.target);
    if (event.button !== 0 || number === null || (event.target as Element).closest('button') !== null) return;
    const { selection } = model.state;
    if (event.shiftKey) {
      event.preventDefault();
      pane.current?.focus({ preventScroll: true });
      model.select({ anchor: selection?.anchor ?? number, head: number });
      return;
    }
    if (selection !== null) model.select(null);
    drag.current?.();
    drag.current = followDrag(model, pane, number);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const { selection } = model.state;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a') {
      const [anchor, head] = [model.rows.first(), model.rows.last()];
      if (anchor === null || head === null) return;
      event.preventDefault();
      getSelection()?.removeAllRanges();
      model.select({ anchor, head });
    } else if (event.key === 'Escape' && selection !== null) {
      event.preventDefault();
      model.select(null);
    } else if (event.shiftKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      event.preventDefault();
      const from = selection?.head ?? lineInView(model, pane.current);
      if (from === null) return;
      const by = event.key === 'ArrowUp' ? -1 : 1;
      const head = selection === null ? from : (model.rows.step(from, by) ?? from);
      model.select({ anchor: selection?.anchor ?? from, head });
      reveal(model, pane.current, head);
    }
  }

  function onCopy(event: ClipboardEvent): void {
    const { selection } = model.state;
    if (selection === null) return;
    event.preventDefault();
    const numbers = model.rows.between(lowest(selection), highest(selection));
    event.clipboardData.setData('text/plain', plainLines(model.store, numbers));
  }

  return { onMouseDown, onKeyDown, onCopy };
}

function numberOf(target: EventTarget | null): number | null {
  const n = target instanceof Element ? target.closest<HTMLElement>('[data-n]')?.dataset.n : undefined;
  return n === undefined ? null : Number(n);
}

/** Until the button is released. Returns what ends it. */
function followDrag(model: LogModel, pane: RefObject<HTMLDivElement | null>, anchor: number): () => void {
  let pointer: { readonly x: number; readonly y: number } | null = null;
  const extend = () => {
    const element = pane.current;
    if (element === null || pointer === null) return;
    const box = element.getBoundingClientRect();
    if (pointer.y < box.top) element.scrollTop -= box.top - pointer.y;
    else if (pointer.y > box.bottom) element.scrollTop += pointer.y - box.bottom;
    const y = Math.min(box.bottom - 2, Math.max(box.top + 2, pointer.y));
    const head = numberOf(document.elementFromPoint(box.left + 20, y));
    if (head === null || (head === anchor && model.state.selection === null)) return;
    getSelection()?.removeAllRanges();
    if (model.state.selection?.head !== head) model.select({ anchor, head });
  };
  const onMove = (event: globalThis.MouseEvent) => {
    pointer = { x: event.clientX, y: event.clientY };
    extend();
  };
  const timer = setInterval(() => {
    const box = pane.current?.getBoundingClientRect();
    if (pointer !== null && box !== undefined && (pointer.y < box.top || pointer.y > box.bottom)) extend();
  }, DRAG_MS);
  const end = () => {
    clearInterval(timer);
    removeEventListener('mousemove', onMove);
    removeEventListener('mouseup', end);
  };
  addEventListener('mousemove', onMove);
  addEventListener('mouseup', end);
  return end;
}

function lineInView({ rows, search, state }: LogModel, element: HTMLElement | null): number | null {
  if (search.state.current !== null) return search.state.current;
  if (state.target !== null) return state.target;
  const shown = element?.querySelectorAll<HTMLElement>('[data-n]') ?? [];
  const bottom = element?.getBoundingClientRect().bottom ?? 0;
  const last = [...shown].findLast((row) => row.getBoundingClientRect().bottom <= bottom + 1);
  return last === undefined ? rows.last() : Number(last.dataset.n);
}

/** Scrolls as little as is needed. */
function reveal({ rows }: LogModel, element: HTMLElement | null, number: number): void {
  const row = element?.querySelector(`[data-n="${number}"]`);
  if (row !== null && row !== undefined) row.scrollIntoView({ block: 'nearest' });
  else if (element !== null) element.scrollTop = rows.offsetOf(number);
}
