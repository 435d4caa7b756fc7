/** What HTTP refuses, and why. */
export const api = {
  'api.host': 'This address is answered for 127.0.0.1 and localhost only, not for `{host}`.',
  'api.origin': 'Pages of `{origin}` may not use this address.',
  'api.site': 'Another page of this browser may not use this address with the cookie.',
  'api.token':
    'A token is missing or wrong. Send "Authorization: Bearer TOKEN" with what the file `token` in the home holds.',
  'api.no-path': 'There is nothing at {path}.',
  'api.no-method': '{path} does not take {method}.',
  'api.too-large': 'The body is larger than {limit}.',
  'api.not-json-type': 'The body is sent as `{type}`; it must be application/json.',
  'api.not-json': 'The body is not JSON: {problem}.',
  'api.not-object': 'The body is JSON, but not an object.',
  'api.invalid': 'The request is not in order: {problem}.',
  'api.bad-request': 'The request cannot be read: {problem}.',
  'api.internal': 'The orchestrator failed to answer. Its log says why.',
  'api.too-many-buckets': 'That is more than {count} buckets. Ask for a shorter time or longer buckets.',
  'api.too-many': 'There are {count} connections already.',
  'api.gate.title': 'This page opens with an address of its own',
  'api.gate.how': 'Run this command on this computer. It opens the dashboard and lets this browser in:',
  'api.gate.used': 'The address was used already, or it is older than {seconds} s.',
  'api.page.missing': 'The page is not built. Run `npm run build`, then load this address again.',
} as const;
