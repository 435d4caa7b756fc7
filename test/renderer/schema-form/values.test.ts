import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findings } from '../../../src-renderer/ui/schema-form/check.ts';
import {
  Draft,
  type FormValue,
  jsonOf,
  numberOf,
  Rows,
  toJson,
} from '../../../src-renderer/ui/schema-form/form-value.ts';
import type { Json } from '../../../src-renderer/ui/schema-form/json.ts';
import { withKey } from '../../../src-renderer/ui/schema-form/json.ts';
import { createChecker } from '../../../src-renderer/ui/schema-form/run-check.ts';
import { usableSchema } from '../../../src-renderer/ui/schema-form/usable-schema.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';

const told = (raw: unknown, value: Json) =>
  Object.fromEntries(
    findings(usableSchema(raw).schema, value).map(({ at, text }) => [at, formatMessage(text)]),
  );

describe('what is typed', () => {
  it('becomes the arguments; what was not given is left out', () => {
    const value: FormValue = { a: 'x', b: undefined, c: [1, undefined], d: new Rows([['k', 'v']]) };
    expect(toJson(value)).toEqual({
      json: { a: 'x', c: [1, null], d: { k: 'v' } },
      unfinished: [{ at: '/c/1', what: 'empty' }],
    });
  });

  it('is told where it is no value yet', () => {
    const value: FormValue = {
      'a/b': numberOf('12x'),
      c: jsonOf('{"a": '),
      d: new Rows([
        ['k', 1],
        ['k', 2],
      ]),
    };
    expect(toJson(value).unfinished).toEqual([
      { at: '/a~1b', what: 'number' },
      { at: '/c', what: 'json' },
      { at: '/d', what: 'duplicate' },
    ]);
  });

  it('is a number only where the computer keeps it exactly', () => {
    expect(numberOf(' 0.5 ')).toBe(0.5);
    expect(numberOf('')).toBe(undefined);
    expect(numberOf('12345678901234567890')).toBeInstanceOf(Draft);
    expect(numberOf('1e999')).toBeInstanceOf(Draft);
  });

  it('goes through the form unchanged, whatever JSON it is', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(JSON.stringify(toJson(value as FormValue).json)).toBe(JSON.stringify(value));
      }),
    );
  });

  it('keeps keys that an assignment would lose', () => {
    const object = withKey<number>(JSON.parse('{"__proto__": 1, "a": 2}'), 'b', 3);
    expect(Object.keys(object)).toEqual(['__proto__', 'a', 'b']);
    expect(Object.keys(withKey(object, 'a', 5))).toEqual(['__proto__', 'a', 'b']);
  });
});

describe('what is wrong with arguments', () => {
  it.each<[unknown, Json, Record<string, string>]>([
    [{ type: 'object', required: ['a', 'b/c'] }, { a: 1 }, { '/b~1c': 'Needs a value.' }],
    [{ properties: { a: { type: 'integer', minimum: 1 } } }, { a: 0 }, { '/a': 'Must be 1 or more.' }],
    [{ properties: { a: { type: 'integer' } } }, { a: 'x' }, { '/a': 'Must be a whole number.' }],
    [
      { properties: { a: { type: ['string', 'null'] } } },
      { a: 5 },
      { '/a': 'Is of a type that is not allowed here.' },
    ],
    [{ properties: { a: { minLength: 2 } } }, { a: 'x' }, { '/a': 'Needs at least 2 characters.' }],
    [{ properties: { a: { pattern: '^x' } } }, { a: 'y' }, { '/a': 'Must match the pattern ^x' }],
    [{ properties: { a: { format: 'date' } } }, { a: 'y' }, { '/a': 'Must be a date such as 2026-01-31.' }],
    [{ properties: { a: { enum: [1, 2] } } }, { a: 3 }, { '/a': 'Must be one of the choices.' }],
    [
      { properties: { a: { items: { maximum: 2 }, minItems: 3 } } },
      { a: [9] },
      { '/a': 'Needs at least 3 entries.', '/a/0': 'Must be 2 or less.' },
    ],
    [
      { properties: { a: {} }, additionalProperties: false },
      { a: 1, b: 2 },
      { '': 'Takes no value named b.' },
    ],
    [
      { properties: { a: { $ref: '#/$defs/p' } }, $defs: { p: { maximum: 5 } } },
      { a: 7 },
      { '/a': 'Must be 5 or less.' },
    ],
  ])('%j with %j', (raw, value, expected) => {
    expect(told(raw, value)).toMatchObject(expected);
  });

  it('is told of the variant that was meant', () => {
    const raw = {
      properties: {
        a: {
          oneOf: [
            { type: 'object', properties: { kind: { const: 'x' }, size: { maximum: 3 } } },
            { type: 'object', properties: { kind: { const: 'y' } }, required: ['name'] },
          ],
        },
      },
    };
    expect(told(raw, { a: { kind: 'x', size: 9 } })).toEqual({ '/a/size': 'Must be 3 or less.' });
    expect(told(raw, { a: { kind: 'y' } })).toEqual({ '/a/name': 'Needs a value.' });
    expect(told(raw, { a: 5 })).toEqual({ '/a': 'Fits none of the kinds that are allowed here.' });
  });

  it('is nothing where all is well', () => {
    const raw = {
      type: 'object',
      properties: { a: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
      required: ['a'],
    };
    expect(told(raw, { a: null })).toEqual({});
  });

  it('says that it does not know where the check does not end', async () => {
    let ended = 0;
    const silent = () => ({
      postMessage() {},
      terminate: () => ended++,
      addEventListener() {},
      removeEventListener() {},
    });
    const checker = createChecker(silent as unknown as () => Worker, 5);
    expect(await Promise.all([checker.check({}, {}), checker.check({}, {})])).toEqual([null, null]);
    expect(ended).toBe(2);
  });
});
