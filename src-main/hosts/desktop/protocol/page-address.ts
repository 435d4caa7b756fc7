/** The page has a protocol of its own: an origin that nothing else on the computer can have. */
export const PAGE_SCHEME = 'app';
const PAGE_HOST = 'dashboard';
/** As a frame of the page tells its origin. */
export const PAGE_ORIGIN = `${PAGE_SCHEME}://${PAGE_HOST}`;

/** The address of a route such as `/servers/db/log?at=crash`; of the overview where it is none. */
export function pageAddress(route: string): string {
  return `${PAGE_ORIGIN}${routeOf(`${PAGE_ORIGIN}${route}`) ?? '/'}`;
}

/** Path, query and fragment of an address of the page; null for every other address. */
export function routeOf(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || url.protocol !== `${PAGE_SCHEME}:` || url.host !== PAGE_HOST) return null;
  if (url.username !== '' || url.password !== '') return null;
  return `${url.pathname || '/'}${url.search}${url.hash}`;
}
