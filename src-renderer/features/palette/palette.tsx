/** Finds a server, a tool or a command, and runs it. */
export function Palette(_props: { readonly onClose: () => void }) {
  return null;
}
