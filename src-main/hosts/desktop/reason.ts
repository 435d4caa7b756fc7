/** What the system or a parser said, on one line and without a full stop: it goes into a sentence. */
export function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  // The sentence names the file itself; the system's call says nothing to a person.
  const { syscall } = (error ?? {}) as NodeJS.ErrnoException;
  const said = typeof syscall === 'string' ? text.replace(new RegExp(`, ${syscall}\\b.*`, 's'), '') : text;
  return said.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
}
