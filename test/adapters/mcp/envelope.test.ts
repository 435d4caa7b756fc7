import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { envelopeOfValue, readEnvelope, withId } from '../../../src-main/adapters/mcp/envelope.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (line: Uint8Array): string => new TextDecoder().decode(line);
const told = (line: string) => {
  const { kind, id, method } = readEnvelope(bytes(line));
  return { kind, id, method };
};

describe('the envelope of a line', () => {
  it.each([
    ['{"jsonrpc":"2.0","id":1,"result":{}}', 'response', 1, null],
    ['{"result":{"tools":[]},"jsonrpc":"2.0","id":12}', 'response', 12, null],
    ['{"result":{"id":7},"jsonrpc":"2.0","id":12}', 'response', 12, null],
    ['{"result":{"id":7},"jsonrpc":"2.0"}', 'response', null, null],
    [
      '{"error":{"code":-32601,"message":"\\"id\\":4}"},"id":"a\\"b","jsonrpc":"2.0"}',
      'response',
      'a"b',
      null,
    ],
    ['{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"x"}}', 'response', null, null],
    ['{"jsonrpc":"2.0","error":{"code":-32700,"message":"x"}}', 'response', null, null],
    ['{"id":-3,"result":null}', 'response', -3, null],
    ['{"id":5.0,"result":1}', 'response', 5, null],
    ['{"result":"a","id":1e2}', 'response', 100, null],
    ['{"id":"7","result":{}}', 'response', '7', null],
    ['{"id":{"id":1},"result":{}}', 'response', null, null],
    ['{"id":true,"method":"m"}', 'invalid', null, 'm'],
    ['{"method":"ping","id":"x"}', 'request', 'x', 'ping'],
    ['{"id":2,"params":{"method":"inner","id":9},"method":"roots/list"}', 'request', 2, 'roots/list'],
    ['{"method":"notifications/progress","params":{"id":4}}', 'notification', null, 'notifications/progress'],
    ['{"method":"n","id":null}', 'notification', null, 'n'],
    ['{"method":"a\\u0062","params":{}}', 'notification', null, 'ab'],
    ['{"\\u0069d":3,"result":{}}', 'response', 3, null],
    ['{"result":{},"\\u0069d":3}', 'response', 3, null],
    ['  {\t"id" : 4 ,\r\n "result" : { } }  ', 'response', 4, null],
    ['{"result" : [1,{"a":"}"}] , "id" : 6 , "jsonrpc" : "2.0" }\r', 'response', 6, null],
    ['{"result":{},"note":"\\\\","id":6}', 'response', 6, null],
    ['{"result":{},"id":6,"note":"\\\\\\""}', 'response', 6, null],
    ['{"result":"x\\\\","id":8}', 'response', 8, null],
    ['[{"id":1,"result":{}}]', 'batch', null, null],
    ['{}', 'invalid', null, null],
    ['{"id":1}', 'invalid', 1, null],
    ['{"method":5}', 'invalid', null, null],
    ['{"method":"m"', 'invalid', null, null],
    ['{"method":"m"}x', 'invalid', null, null],
    ['[INFO] starting', 'invalid', null, null],
    ['{', 'invalid', null, null],
    ['', 'invalid', null, null],
    ['{"id":01,"method":"m"}', 'invalid', null, null],
    ['null', 'invalid', null, null],
  ] as const)('reads %s', (line, kind, id, method) => {
    expect(told(line)).toEqual({ kind, id, method });
  });

  it('takes one of two ids and never one from inside', () => {
    expect([1, 2]).toContain(told('{"id":1,"result":{"id":3},"id":2}').id);
    expect([1, 2]).toContain(told('{"id":1,"id":2,"result":{"id":3}}').id);
  });

  it('routes a reply whose content is broken, for its reader to refuse', () => {
    expect(told('{"jsonrpc":"2.0","id":4,"result":{oops}')).toEqual({
      kind: 'response',
      id: 4,
      method: null,
    });
  });

  const scalarId = fc.oneof(
    fc.integer(),
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constant(null),
  );
  const extra = fc.dictionary(
    fc.string().filter((key) => !['id', 'method', 'result', 'error', '__proto__'].includes(key)),
    fc.jsonValue(),
    { maxKeys: 3 },
  );
  const body = fc.oneof(
    fc.record({ result: fc.jsonValue() }),
    fc.record({ error: fc.jsonValue() }),
    fc.record({ method: fc.string() }),
    fc.record({ method: fc.string(), params: fc.jsonValue() }),
    fc.constant({}),
  );
  const id = fc.oneof(fc.record({ id: scalarId }), fc.constant({}), fc.record({ id: fc.jsonValue() }));
  const message = fc
    .tuple(body, id, extra, fc.constantFrom(undefined, 1, '\t'))
    .chain(([b, i, more, indent]) => {
      const members = Object.entries({ ...more, ...b, ...i });
      return fc
        .shuffledSubarray(members, { minLength: members.length, maxLength: members.length })
        .map((order) => JSON.stringify(Object.fromEntries(order), null, indent));
    });

  it('tells what JSON.parse tells, in any order of keys', () => {
    fc.assert(
      fc.property(message, (line) => {
        const { kind, id: theirs, method } = envelopeOfValue(JSON.parse(line));
        expect(told(line)).toEqual({ kind, id: theirs, method });
      }),
      { numRuns: 2000 },
    );
  });

  it('puts another id in and changes nothing else', () => {
    fc.assert(
      fc.property(message, fc.oneof(fc.integer(), fc.string()), (line, other) => {
        const envelope = readEnvelope(bytes(line));
        fc.pre(envelope.id !== null);
        expect(JSON.parse(text(withId(bytes(line), envelope, other)))).toEqual({
          ...JSON.parse(line),
          id: other,
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws, whatever the bytes', () => {
    const pieces = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '"',
      '\\',
      ':',
      ',',
      'id',
      '"id"',
      '"result"',
      '1',
      ' ',
      '"method"',
      'é',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => void readEnvelope(bytes(parts.join('')))),
      {
        numRuns: 5000,
      },
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (line) => void readEnvelope(line)));
  });

  it('does not read a megabyte of content to find an id at either end', () => {
    const content = `{"content":[{"type":"text","text":${JSON.stringify('say "hi"\\ \n'.repeat(100_000))}}]}`;
    for (const line of [`{"id":5,"result":${content}}`, `{"result":${content},"jsonrpc":"2.0","id":5}`]) {
      const big = bytes(line);
      const read: number[] = [];
      const watched = new Proxy(big, {
        get: (target, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) read.push(Number(key));
          const value = Reflect.get(target, key, target);
          return typeof value === 'function' ? value.bind(target) : value;
        },
      });
      expect(readEnvelope(watched)).toMatchObject({ kind: 'response', id: 5 });
      expect(read.length).toBeLessThan(200);
      expect(JSON.parse(text(withId(big, readEnvelope(big), 'other'))).id).toBe('other');
    }
  });
});
