/** Any name makes a valid fragment; the id is what the browser finds for it. */
export function anchorOf(server: string): string {
  return `server-${server}`;
}

export function linkTo(server: string): string {
  return `#${encodeURIComponent(anchorOf(server))}`;
}
