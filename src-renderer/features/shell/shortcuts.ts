import { useEffect, useRef } from 'react';
import { preferences } from '../../state/preferences.ts';

/**
 * Keys and what they do. A key is written as `r`, `Shift+x`, `Mod+k` (Ctrl, on a Mac Cmd), `Enter`, `[`, or as a
 * sequence `g s`. The handler's `false` means "not mine": the key goes on to whoever registered earlier, then the browser.
 */
export type Shortcuts = Readonly<Record<string, (event: KeyboardEvent) => unknown>>;

/** The second key of a sequence comes within this. */
const SEQUENCE_MS = 1200;

// Newest last: the view on top hears a key first. One list for the page, as there is one keyboard.
const layers: { current: Shortcuts }[] = [];
let prefix: { readonly key: string; readonly atMs: number } | null = null;

/** While the component is shown. Single letters only outside fields, and only where the person wants them. */
export function useShortcuts(shortcuts: Shortcuts, active = true): void {
  const layer = useRef(shortcuts);
  layer.current = shortcuts;
  useEffect(() => {
    if (!active) return;
    layers.push(layer);
    return () => {
      layers.splice(layers.indexOf(layer), 1);
    };
  }, [active]);
}

/** The one listener of the page. Returns the unsubscriber. */
export function listenForShortcuts(target: Document): () => void {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return;
    const key = nameOfKey(event);
    if (key === null) return;
    const plain = !key.startsWith('Mod+');
    if (plain && (isField(event.target) || isInDialog(event.target))) return;
    if (plain && [...key.replace('Shift+', '')].length === 1 && !preferences.get().singleKeys) return;
    const started = prefix !== null && event.timeStamp - prefix.atMs <= SEQUENCE_MS ? prefix.key : null;
    prefix = null;
    if (started !== null && run(`${started} ${key}`, event)) return;
    if (run(key, event)) return;
    if (layers.some(({ current }) => Object.keys(current).some((each) => each.startsWith(`${key} `))))
      prefix = { key, atMs: event.timeStamp };
  };
  target.addEventListener('keydown', onKeyDown);
  return () => target.removeEventListener('keydown', onKeyDown);
}

function run(key: string, event: KeyboardEvent): boolean {
  for (const { current } of layers.toReversed()) {
    const handler = current[key];
    if (handler === undefined || handler(event) === false) continue;
    event.preventDefault();
    return true;
  }
  return false;
}

function nameOfKey(event: KeyboardEvent): string | null {
  const { key } = event;
  // How many keyboards type `[`; to some systems it is Ctrl and Alt at once.
  const typed = event.getModifierState('AltGraph');
  if (['Shift', 'Control', 'Meta', 'Alt', 'AltGraph'].includes(key) || (event.altKey && !typed)) return null;
  const letter = key.length === 1 ? key.toLowerCase() : key;
  if ((event.ctrlKey || event.metaKey) && !typed) return `Mod+${letter}`;
  // What needs Shift to be typed at all (`?`, `/` on some keyboards) is named by what it types.
  const shifted = event.shiftKey && (key.length > 1 || key.toLowerCase() !== key.toUpperCase());
  return shifted ? `Shift+${letter}` : letter;
}

function isField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  return target instanceof HTMLInputElement && !/^(checkbox|radio|button|submit|range)$/.test(target.type);
}

/** A dialog or menu keeps its keys to itself. */
function isInDialog(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('dialog, [role="dialog"], [role="menu"]') !== null;
}
