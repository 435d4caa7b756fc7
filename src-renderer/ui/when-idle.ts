/** Long enough for the first drawing to be over, where the browser does not tell when it is. */
const LATER_MS = 1000;

/** Does it when nothing else happens. Returns what calls it off. Safari has no `requestIdleCallback`. */
export function whenIdle(task: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(task);
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(task, LATER_MS);
  return () => clearTimeout(timer);
}
