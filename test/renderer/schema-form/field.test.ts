import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Field, readField, variantOf } from '../../../src-renderer/ui/schema-form/field.ts';
import { startValue, toJson } from '../../../src-renderer/ui/schema-form/form-value.ts';
import { LIMITS, type Schema, usableSchema } from '../../../src-renderer/ui/schema-form/usable-schema.ts';

function field(raw: unknown): Field {
  const { schema } = usableSchema(raw);
  return readField(schema, schema);
}
const start = (raw: unknown) => {
  const { schema } = usableSchema(raw);
  return toJson(startValue(schema, schema));
};

describe('how a part of a schema is asked for', () => {
  it.each([
    [{ type: 'string' }, { kind: 'text', input: 'lines' }],
    [
      { type: 'string', format: 'date' },
      { kind: 'text', input: 'date' },
    ],
    [
      { type: 'string', format: 'email' },
      { kind: 'text', input: 'email' },
    ],
    [
      { type: 'string', format: 'uri' },
      { kind: 'text', input: 'url' },
    ],
    [
      { type: 'string', maxLength: 10 },
      { kind: 'text', input: 'line' },
    ],
    [
      { type: 'integer', minimum: 1, maximum: 1000 },
      { kind: 'number', integer: true, min: 1, max: 1000, step: 1 },
    ],
    [
      { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 },
      { kind: 'number', min: 1, max: 9 },
    ],
    [
      { type: 'number', multipleOf: 0.5 },
      { kind: 'number', integer: false, step: 0.5 },
    ],
    [
      { type: 'number', minimum: 0, exclusiveMinimum: true },
      { kind: 'number', min: 0 },
    ],
    [{ type: 'boolean' }, { kind: 'boolean' }],
    [{ type: ['string', 'null'] }, { kind: 'text', nullable: true }],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, { kind: 'number', nullable: true }],
    [{ enum: ['a', 1, null] }, { kind: 'choice', choices: [{ text: 'a' }, { text: '1' }, { text: 'null' }] }],
    [
      { oneOf: [{ const: 'x', title: 'The x' }, { const: 'y' }] },
      {
        kind: 'choice',
        choices: [
          { text: 'The x', value: 'x' },
          { text: 'y', value: 'y' },
        ],
      },
    ],
    [{ anyOf: [{ type: 'string' }, { type: 'number' }] }, { kind: 'variants' }],
    [{ type: ['string', 'number'] }, { kind: 'variants' }],
    [
      { type: 'array', items: { type: 'string' }, minItems: 1 },
      { kind: 'array', min: 1 },
    ],
    [
      { type: 'object', additionalProperties: { type: 'number' } },
      { kind: 'object', rest: { type: 'number' } },
    ],
    [
      { type: 'object', properties: { a: {} }, additionalProperties: false },
      { kind: 'object', rest: null },
    ],
    [{ type: 'object', patternProperties: { '^x': {} } }, { kind: 'json' }],
    [{ prefixItems: [{ type: 'string' }], type: 'array' }, { kind: 'json' }],
    [{}, { kind: 'json' }],
    [true, { kind: 'json' }],
  ])('%j', (raw, expected) => {
    expect(field(raw)).toMatchObject(expected);
  });

  it('follows references into the same schema, with what stands beside them', () => {
    const raw = {
      type: 'object',
      properties: { a: { $ref: '#/$defs/a%20b', description: 'here' } },
      $defs: { 'a b': { type: 'integer', description: 'there', maximum: 3 } },
    };
    const { schema } = usableSchema(raw);
    const read = readField(schema.properties?.a ?? {}, schema);
    expect(read).toMatchObject({ kind: 'number', max: 3, help: 'here' });
  });

  it('puts parts that must all hold together', () => {
    const raw = {
      allOf: [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'string' } } },
      ],
    };
    expect(field(raw)).toMatchObject({
      kind: 'object',
      properties: [
        { name: 'a', required: true },
        { name: 'b', required: false },
      ],
    });
  });

  it('asks for what is required though nobody described it', () => {
    expect(field({ type: 'object', required: ['x'] })).toMatchObject({
      properties: [{ name: 'x', required: true }],
    });
  });

  it('leaves references out that lead elsewhere, and tells that it did', () => {
    const { schema, whole } = usableSchema({ $ref: 'https://example.org/schema', type: 'string' });
    expect(schema).toEqual({ type: 'string' });
    expect(whole).toBe(false);
    expect(usableSchema({ $ref: '#/$defs/none' })).toEqual({ schema: {}, whole: false });
    expect(usableSchema({ type: 'string' }).whole).toBe(true);
  });

  it('knows which variant a value is of', () => {
    const variants: readonly { schema: Schema }[] = [
      { schema: { type: 'string' } },
      { schema: { type: 'object', properties: { kind: { const: 'a' } } } },
      { schema: { type: 'object', properties: { kind: { const: 'b' } } } },
    ];
    expect(variantOf(variants, 'x', {})).toBe(0);
    expect(variantOf(variants, { kind: 'b' }, {})).toBe(2);
    expect(variantOf(variants, 5, {})).toBe(0);
  });
});

describe('what a form begins with', () => {
  it('is what the schema says, and what cannot be left out', () => {
    const raw = {
      type: 'object',
      properties: {
        limit: { type: 'integer', default: 100 },
        text: { type: 'string' },
        deep: { type: 'object', properties: { on: { type: 'boolean', default: true } }, required: ['on'] },
        kind: { const: 'x' },
        list: { type: 'array', items: { type: 'string', default: 'y' }, minItems: 2 },
      },
      required: ['deep', 'kind', 'list'],
    };
    expect(start(raw).json).toEqual({ limit: 100, deep: { on: true }, kind: 'x', list: ['y', 'y'] });
  });

  it('ends where a schema holds itself', () => {
    const raw = { type: 'object', properties: { child: { $ref: '#' } }, required: ['child'] };
    expect(JSON.stringify(start(raw).json).length).toBeLessThan(200);
  });
});

/** Everything that a schema may say, and what it must not. */
const hostileSchema = fc.letrec((tie) => ({
  any: fc.oneof({ maxDepth: 5 }, fc.jsonValue(), tie('schema')),
  schema: fc.dictionary(
    fc.constantFrom(
      ...[
        'type',
        'properties',
        'items',
        'enum',
        'const',
        'default',
        'anyOf',
        'oneOf',
        'allOf',
        'not',
        'if',
        'then',
      ],
      ...[
        '$ref',
        '$defs',
        'required',
        'additionalProperties',
        'patternProperties',
        'prefixItems',
        'minimum',
        'format',
      ],
      ...[
        'maximum',
        'exclusiveMinimum',
        'multipleOf',
        'pattern',
        'minItems',
        'maxItems',
        'title',
        'description',
        '__proto__',
      ],
    ),
    fc.oneof(
      tie('any'),
      fc.array(tie('any'), { maxLength: 4 }),
      fc.dictionary(fc.string(), tie('any'), { maxKeys: 4 }),
      fc.constantFrom(
        'string',
        'object',
        'array',
        'number',
        '#',
        '#/$defs/a',
        '#/properties',
        '(a+)+$',
        '[',
        -1,
        1e308,
      ),
    ),
    { maxKeys: 8 },
  ),
}));

/** Shows a form as deep as a person would open it. */
function walk(given: Schema, root: Schema, depth: number, left: { count: number }): void {
  if (depth > 5 || left.count-- <= 0) return;
  const read = readField(given, root);
  if (read.kind === 'object') {
    for (const { schema } of read.properties) walk(schema, root, depth + 1, left);
    if (read.rest !== null) walk(read.rest, root, depth + 1, left);
  }
  if (read.kind === 'array') walk(read.items, root, depth + 1, left);
  if (read.kind === 'variants') for (const { schema } of read.variants) walk(schema, root, depth + 1, left);
}

describe('whatever the schema', () => {
  it('a form is made of it', () => {
    fc.assert(
      fc.property(hostileSchema.any, (raw) => {
        const { schema } = usableSchema(raw);
        walk(schema, schema, 0, { count: 2000 });
        const { json } = toJson(startValue(schema, schema));
        expect(() => JSON.stringify(json)).not.toThrow();
      }),
      {
        numRuns: 500,
        // References to what is no schema, however it looks.
        examples: [
          [{ $ref: '#/properties', properties: { oneOf: {} } }],
          [{ $ref: '#/default', default: { anyOf: 5 } }],
          [{ $ref: '#/enum/0', enum: [{ allOf: 'x' }] }],
        ],
      },
    );
  });

  it('what is made of it stays within bounds', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`p${index}`, { type: 'string' }]),
    );
    let deep: unknown = { type: 'string' };
    for (let level = 0; level < 3000; level++)
      deep = { type: 'object', properties: { a: deep }, required: ['a'] };
    const doubling = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `d${index}`,
        {
          type: 'object',
          properties: { a: { $ref: `#/$defs/d${index + 1}` }, b: { $ref: `#/$defs/d${index + 1}` } },
          required: ['a', 'b'],
        },
      ]),
    );
    for (const raw of [{ properties: wide }, deep, { $ref: '#/$defs/d0', $defs: doubling }]) {
      const { schema } = usableSchema(raw);
      walk(schema, schema, 0, { count: 5000 });
      const { json } = toJson(startValue(schema, schema));
      expect(JSON.stringify(json).length).toBeLessThan(20_000);
    }
    const { schema } = usableSchema({ properties: wide });
    expect(Object.keys(schema.properties ?? {})).toHaveLength(LIMITS.keys);
  });

  it('long patterns and those that are none are left out', () => {
    const { schema, whole } = usableSchema({
      properties: { a: { pattern: '[' }, b: { pattern: 'a'.repeat(10_000) } },
    });
    expect(schema).toEqual({ properties: { a: {}, b: {} } });
    expect(whole).toBe(false);
  });
});
