import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { type HttpRefusal, refusal, shorten } from './errors.ts';

/** A month: a page that is kept open or bookmarked goes on working. */
const COOKIE_MAX_AGE_SECONDS = 30 * 86_400;
const ACTOR_HEADER = 'x-mcp-orchestrator-actor';
const LOOPBACK_NAMES = new Set(['127.0.0.1', 'localhost', '[::1]']);

export type Caller =
  | { readonly ok: true; readonly actor: string }
  | { readonly ok: false; readonly refusal: HttpRefusal };

export interface Guards {
  /**
   * First on every request and upgrade: the Host must be this computer's own name (a page of a stranger whose name was
   * pointed here sends its own), with whatever port, since that may be forwarded. Where a browser tells the Origin, it
   * must be that same address or another of our own: a page on another port of this computer is a stranger.
   */
  admit(request: IncomingMessage): HttpRefusal | null;
  /** Who asks: the token in `Authorization`, or the cookie of a page that was opened by a one-time address. */
  identify(request: IncomingMessage): Caller;
  hasCookie(request: IncomingMessage): boolean;
  /** The value for `Set-Cookie`. */
  readonly cookie: string;
}

/**
 * @param port what is listened on; asked at each request, since it is known late.
 */
export function createGuards(options: {
  readonly token: string;
  readonly homeId: string;
  readonly port: () => number;
}): Guards {
  const { token, homeId, port } = options;
  const homeHash = createHash('sha256').update(homeId).digest('hex');
  // Cookies know no ports: instances of several homes share the loopback's jar, so each has a name of its own.
  const cookieName = `mcp-orchestrator-${homeHash.slice(0, 12)}`;
  // Derived, so that the token itself never lies in a browser.
  const cookieValue = createHmac('sha256', token).update(`cookie ${homeHash}`).digest('base64url');
  const owner = `cli:${process.getuid?.() ?? 0}`;

  function admit(request: IncomingMessage): HttpRefusal | null {
    const host = (request.headers.host ?? '').toLowerCase();
    if (loopbackPort(host) === null) return refusal(403, 'FORBIDDEN', 'api.host', { host: shorten(host) });
    const { origin } = request.headers;
    if (origin !== undefined && !isOurs(origin.toLowerCase(), host)) {
      return refusal(403, 'FORBIDDEN', 'api.origin', { origin: shorten(origin) });
    }
    return null;
  }

  function isOurs(origin: string, host: string): boolean {
    if (origin === `http://${host}`) return true;
    return origin.startsWith('http://') && loopbackPort(origin.slice('http://'.length)) === port();
  }

  function hasCookie(request: IncomingMessage): boolean {
    return cookiesNamed(request.headers.cookie, cookieName).some((value) => sameSecret(value, cookieValue));
  }

  function identify(request: IncomingMessage): Caller {
    const { authorization } = request.headers;
    if (authorization !== undefined) {
      const [, given] = /^bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
      return given !== undefined && sameSecret(given, token)
        ? { ok: true, actor: actorOf(request) ?? owner }
        : { ok: false, refusal: unauthorized() };
    }
    if (!hasCookie(request)) return { ok: false, refusal: unauthorized() };
    // The cookie goes to every port of this computer, so another local page could use it: the browser tells who asks.
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none') {
      return { ok: false, refusal: refusal(403, 'FORBIDDEN', 'api.site') };
    }
    return { ok: true, actor: 'dashboard' };
  }

  return {
    admit,
    identify,
    hasCookie,
    cookie: `${cookieName}=${cookieValue}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${COOKIE_MAX_AGE_SECONDS}`,
  };
}

/** The port of a loopback address (80 where none is written); null for every other host. */
function loopbackPort(host: string): number | null {
  const match = /^(.+?)(?::(\d{1,5}))?$/.exec(host);
  return match !== null && LOOPBACK_NAMES.has(match[1] ?? '') ? Number(match[2] ?? 80) : null;
}

function unauthorized(): HttpRefusal {
  return refusal(
    401,
    'UNAUTHORIZED',
    'api.token',
    {},
    { 'www-authenticate': 'Bearer realm="mcp-orchestrator"' },
  );
}

/** Who holds the token says who it is: `cli:1000`, `desktop`. It is shown beside events, never trusted for more. */
function actorOf(request: IncomingMessage): string | null {
  const header = request.headers[ACTOR_HEADER];
  return typeof header === 'string' && /^[\w.:@-]{1,64}$/.test(header) ? header : null;
}

function cookiesNamed(header: string | undefined, name: string): readonly string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}

/** In the same time whatever differs; hashing first makes the lengths equal. */
function sameSecret(given: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
