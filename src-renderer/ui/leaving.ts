/** For a button that is gone once it was pressed: the keyboard goes to the content, not to nowhere. */
export function leaving(act: () => void): () => void {
  return () => {
    document.getElementById('content')?.focus({ preventScroll: true });
    act();
  };
}
