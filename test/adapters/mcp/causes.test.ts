import { describe, expect, it } from 'vitest';
import { causes, quote } from '../../../src-main/adapters/mcp/causes.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';

describe('the sentences about a connection', () => {
  it.each([
    causes.ended(),
    causes.inputClosed(),
    causes.closedByUs(),
    causes.notReady(),
    causes.aborted(),
    causes.probeExit(),
    causes.oversize(),
    causes.brokenJson('initialize', '{"a":'),
    causes.notAnObject('initialize'),
    causes.missingVersion('initialize', 'protocolVersion'),
    causes.unsupportedVersion('1999-01-01', ['2025-11-25']),
    causes.refused('initialize', -32603, 'no {database}'),
    causes.strangeId('initialize', 'x'),
    causes.contentType('text/plain'),
    causes.contentType('text/html'),
    causes.badStatus(404, ''),
    causes.redirected('https://example.org'),
    causes.noEndpointEvent(),
    causes.auth(401),
    causes.unreachable('127.0.0.1:1', 'ECONNREFUSED'),
    causes.serverError(503),
    causes.streamEnded(),
    causes.sessionLost(),
  ])('are in the catalogue: $happened.key', ({ happened, remedy }) => {
    for (const sentence of [happened, remedy]) {
      expect(formatMessage(sentence)).not.toBe(sentence.key);
      expect(formatMessage(sentence)).toMatch(/^[A-Z1].* /);
    }
  });

  it('quote a server on one short line', () => {
    expect(quote(`a\n\u001b[31m${'x'.repeat(500)}`)).toMatch(/^a {1,2}\[31mx+…$/);
    expect(quote('x'.repeat(500))).toHaveLength(201);
  });
});
