/** The part of the browser's Navigation interface that is used; where there is none, one goes on instead of back. */
interface Navigation {
  readonly currentEntry: { readonly index: number } | null;
  entries(): readonly Entry[];
  traverseTo(key: string): unknown;
}
interface Entry {
  readonly key: string;
  readonly url: string | null;
  readonly sameDocument: boolean;
}

/**
 * Back to a view that one came from, as it was left: with its filter, and where it was scrolled to. `within` begins the
 * addresses that may lie between. False: one did not come from there.
 */
export function backTo(view: string, within: string): boolean {
  const { navigation } = globalThis as { readonly navigation?: Navigation };
  const here = navigation?.currentEntry?.index;
  if (navigation === undefined || here === undefined) return false;
  for (const { key, url, sameDocument } of navigation.entries().slice(0, here).toReversed()) {
    if (url === null || !sameDocument) return false;
    const { pathname } = new URL(url);
    if (pathname === view) {
      navigation.traverseTo(key);
      return true;
    }
    if (!pathname.startsWith(within)) return false;
  }
  return false;
}
