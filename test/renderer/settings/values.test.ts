import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orchestratorKeys, policyKeys } from '../../../src-renderer/features/settings/default-keys.ts';
import { lineOf } from '../../../src-renderer/features/settings/line-of.ts';
import {
  type QuantityKind,
  readQuantity,
  writeQuantity,
} from '../../../src-renderer/features/settings/quantity.ts';
import { english } from '../../../src-shared/i18n/en/index.ts';
import { orchestratorSchema } from '../../../src-shared/schema/config.ts';
import { defaultPolicy } from '../../../src-shared/schema/policy.ts';
import { parseByteSize, parseDurationMs } from '../../../src-shared/schema/quantities.ts';

const keys = [...policyKeys.flatMap(({ keys: some }) => some), ...orchestratorKeys];

describe('a value of the settings', () => {
  it.each<[QuantityKind, unknown, string]>([
    ['duration', 30_000, '30s'],
    ['duration', 90_000, '90s'],
    ['duration', 600_000, '10min'],
    ['duration', '1.5m', '1.5m'],
    ['size', 1_000_000_000, '1GB'],
    ['size', 1_500_000, '1500kB'],
    ['count', 3, '3'],
    ['percent', 90, '90'],
    ['duration', null, ''],
  ])('of the kind %s is written as people do: %j as %j', (kind, value, text) => {
    expect(writeQuantity(kind, value)).toBe(text);
  });

  it.each<[QuantityKind, string, unknown]>([
    ['duration', '30 s', '30s'],
    ['duration', '1,5 min', '1.5min'],
    ['duration', '30', undefined],
    ['duration', 'soon', undefined],
    ['duration', '', null],
    ['size', '1 GB', '1GB'],
    ['size', '1', undefined],
    ['percent', '90 %', 90],
    ['count', '3', 3],
    ['count', '2.5', undefined],
    ['count', '-1', undefined],
    ['count', '1001', undefined],
  ])('of the kind %s typed as %j becomes %j', (kind, text, value) => {
    expect(readQuantity(kind, text, 0, kind === 'count' ? 1000 : Number.MAX_VALUE)).toEqual(
      value === undefined ? { ok: false } : { ok: true, value },
    );
  });

  it('means the same after it was written and read', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), (value) => {
        const duration = readQuantity('duration', writeQuantity('duration', value), 0, Number.MAX_VALUE);
        expect(parseDurationMs((duration as { value: string }).value)).toBe(value);
        const size = readQuantity('size', writeQuantity('size', value), 0, Number.MAX_VALUE);
        expect(parseByteSize((size as { value: string }).value)).toBe(value);
      }),
    );
  });

  it.each(keys)('has a name and a help, and its default is one that the file may say: $path', (setting) => {
    const key = setting.path.join('.');
    expect(english[`settings.key.${key}`]).toBeDefined();
    expect(english[`settings.help.${key}`]).toBeDefined();
    if (setting.path[0] === 'defaults') {
      const standard = setting.path
        .slice(1)
        .reduce<unknown>((inner, name) => (inner as Readonly<Record<string, unknown>>)[name], defaultPolicy);
      expect(setting.standard).toBe(standard);
    }
    const value = setting.standard ?? 5;
    const document = setting.path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
    expect(orchestratorSchema.safeParse(document).success).toBe(true);
  });
});

describe('the line of a key', () => {
  const text = `{
  // "orchestrator": { "defaults": 1 }
  "mcpServers": { "defaults": { "args": ["orchestrator", "{", "\\"x\\": 1"] } },
  /* two
     lines */
  "orchestrator": {
    "servers": { "restart": { "maxRestarts": 9 } },
    "defaults": {
      "restart": { "policy": "always",
        "maxRestarts": 5,
      },
    },
  },
}`;
  it.each([
    [['orchestrator'], 6],
    [['orchestrator', 'defaults', 'restart', 'maxRestarts'], 10],
    [['orchestrator', 'servers', 'restart', 'maxRestarts'], 7],
    [['orchestrator', 'http', 'port'], null],
    [['mcpServers', 'defaults', 'args'], 3],
  ])('%j is found among comments and its likes', (path, line) => {
    expect(lineOf(text, path)).toBe(line);
  });

  it('of whatever is no JSON is not known, and nothing is thrown', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]",:\\/*\na') }), (any) => {
        expect(lineOf(any, ['b'])).toBe(null);
      }),
    );
  });
});
