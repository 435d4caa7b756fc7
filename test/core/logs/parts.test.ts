import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRateLimit, LINE_OVERHEAD_BYTES } from '../../../src-main/core/logs/rate-limit.ts';
import {
  createRedactor,
  REDACTED,
  redactReport,
  redactTokenShapes,
} from '../../../src-main/core/logs/redact.ts';
import { createRing } from '../../../src-main/core/logs/ring.ts';

describe('the rate limit', () => {
  it('lets a burst through, then shuts until a quarter of it is there again', () => {
    const limit = createRateLimit({ bytesPerSecond: 1000, burstBytes: 2000 });
    expect(limit.admits(0)).toBe(true);
    limit.charge(2000 - LINE_OVERHEAD_BYTES);
    expect(limit.admits(0)).toBe(false);
    expect(limit.admits(499)).toBe(false);
    expect(limit.admits(500)).toBe(true);
    expect(limit.admits(400)).toBe(true); // a clock that went back gives nothing and takes nothing
  });

  it('never lets more than the burst and the rate through', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(300), fc.nat(400)), { maxLength: 200 }), (lines) => {
        const limit = createRateLimit({ bytesPerSecond: 1000, burstBytes: 2000 });
        let nowMs = 0;
        let passed = 0;
        for (const [waitMs, bytes] of lines) {
          nowMs += waitMs;
          if (!limit.admits(nowMs)) continue;
          limit.charge(bytes);
          passed += bytes + LINE_OVERHEAD_BYTES;
          expect(passed).toBeLessThanOrEqual(2000 + nowMs + 400 + LINE_OVERHEAD_BYTES);
        }
      }),
    );
  });
});

describe('redaction', () => {
  it('replaces secrets everywhere, the longer one first, also URL-encoded and inside JSON', () => {
    const redact = createRedactor(['geheim', 'geheimnis', 'a b/c"d', 'Bearer tok-123456']);
    expect(redact('geheimnis geheim xgeheimx gehei')).toBe(`${REDACTED} ${REDACTED} x${REDACTED}x gehei`);
    expect(redact('url a%20b%2Fc%22d json a b/c\\"d plain a b/c"d')).toBe(
      `url ${REDACTED} json ${REDACTED} plain ${REDACTED}`,
    );
    expect(redact('token tok-123456')).toBe(`token ${REDACTED}`);
  });

  it('replaces each line of a secret with several lines, and values beyond ASCII', () => {
    const redact = createRedactor(['first-line\nsecond-line\r\n', 'пароль-密码']);
    expect(redact('x first-line y')).toBe(`x ${REDACTED} y`);
    expect(redact('second-line пароль-密码')).toBe(`${REDACTED} ${REDACTED}`);
  });

  it('leaves text alone where secrets are short or ordinary words, or there are none', () => {
    const text = 'production 12345 true';
    expect(createRedactor(['12345', 'true', '', ' ', 'production'])(text)).toBe(text);
    expect(createRedactor([])(text)).toBe(text);
  });

  it('leaves no secret in any text', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ß', '"'), minLength: 6, maxLength: 9 });
    fc.assert(
      fc.property(
        fc.array(letters, { minLength: 1, maxLength: 4 }),
        fc.array(letters),
        (secrets, between) => {
          const redact = createRedactor(secrets);
          const text = redact(
            between.flatMap((part, i) => [part, secrets[i % secrets.length] ?? '']).join(' '),
          );
          for (const secret of secrets) expect(text).not.toContain(secret);
        },
      ),
    );
  });

  it('knows credentials by their shape', () => {
    const cases: readonly (readonly [string, string])[] = [
      ['Authorization: Bearer abc.def-123', `Authorization: Bearer ${REDACTED}`],
      ['GET /open?token=s3cr3t&x=1', `GET /open?token=${REDACTED}&x=1`],
      ['/cb?x=1&access_token=abc#api_key=def', `/cb?x=1&access_token=${REDACTED}#api_key=${REDACTED}`],
      ['https://me:pw@example.org/', `https://me:${REDACTED}@example.org/`],
      ['{"authorization":"abc \\" def","n":1}', `{"authorization":"${REDACTED}","n":1}`],
      ['the bearer of news came; token counts: 12', 'the bearer of news came; token counts: 12'],
      ['http://127.0.0.1:7717/mcp', 'http://127.0.0.1:7717/mcp'],
    ];
    for (const [text, expected] of cases) expect(redactTokenShapes(text)).toBe(expected);
  });

  it('knows what large services give out, and no name that begins alike', () => {
    for (const token of ['sk-live-a1b2c3d4e5', 'ghp_16CharactersOr0', 'AKIA1234567890ABCD'])
      expect(redactTokenShapes(`--with ${token}, then`)).toMatch(/^--with \S+••••, then$/);
    expect(redactTokenShapes('eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln')).toBe(REDACTED);
    for (const text of ['npm_config_registry=x', 'sk-learn-and-more-words', 'task-1234567890123'])
      expect(redactTokenShapes(text)).toBe(text);
  });

  it('takes out of a report also what a program calls secret in its own words', () => {
    const cases = [
      ['token=abc rest', 'token=•••• rest'],
      ['postgres://h/db?sslpassword=abc&x=1', 'postgres://h/db?sslpassword=••••&x=1'],
      ['{"text":"{\\"api_key\\": \\"a1b2c3\\"}"}', '{"text":"{\\"api_key\\": \\"••••\\"}"}'],
      ['password: hunter2', 'password: ••••'],
    ] as const;
    for (const [text, expected] of cases) expect(redactReport(text)).toBe(expected);
    for (const text of ['refused the token: HTTP 401.', '"tokens": 1200', 'The secret: read the manual.'])
      expect(redactReport(text)).toBe(text);
  });

  it('takes its time by the length of a text, not by its square', () => {
    // By its square each of these takes minutes, and the test does not end.
    for (const piece of ['token', 'token:', 'a-', '?key-', 'eyJ.', '"', 'sk-', 'a://b', 'Bearer '])
      redactReport(piece.repeat(100_000));
  });
});

describe('the ring', () => {
  it('keeps the newest within its bounds, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 200 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(50),
        (sizes, maxLines, wanted) => {
          const ring = createRing<number>({ maxLines, maxBytes: 4000 });
          sizes.forEach((size, i) => {
            ring.push(i, size);
          });
          const kept = ring.last(sizes.length);
          expect(kept).toEqual(sizes.map((_, i) => i).slice(sizes.length - kept.length));
          expect(ring.length).toBe(kept.length);
          expect(kept.length).toBeLessThanOrEqual(maxLines);
          expect(ring.bytes).toBeLessThanOrEqual(4000);
          expect(ring.last(wanted)).toEqual(wanted === 0 ? [] : kept.slice(-wanted));
        },
      ),
    );
  });
});
