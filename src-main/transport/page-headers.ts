/**
 * On everything that a browser or our own window may show. No inline code or style, nothing from elsewhere, no frames.
 * `socket`: the origin of the WebSocket where there is one, because `'self'` does not mean `ws:` in every browser.
 */
export function pageHeaders({
  socket,
}: {
  readonly socket: string | null;
}): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "img-src 'self' data:",
      "font-src 'self'",
      `connect-src 'self'${socket === null ? '' : ` ${socket}`}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'x-frame-options': 'DENY',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
