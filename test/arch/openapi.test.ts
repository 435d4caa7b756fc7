import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../src-main/transport/openapi.ts';

interface Operation {
  readonly summary?: string;
  readonly operationId?: string;
  readonly responses?: Readonly<Record<string, unknown>>;
}

const document = (await openApiDocument('0.0.0')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly security: unknown;
  readonly components: { readonly securitySchemes: Readonly<Record<string, unknown>> };
};
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

/** surface.md §6, as far as it is built. */
const PROMISED = [
  'GET /api/servers',
  'GET /api/servers/{name}',
  ...['start', 'stop', 'restart', 'reset', 'check', 'pause', 'resume'].map(
    (verb) => `POST /api/servers/{name}/${verb}`,
  ),
  ...['start', 'stop', 'restart', 'reset'].map((verb) => `POST /api/${verb}`),
  'GET /api/servers/{name}/logs',
  'GET /api/events',
  'GET /api/events/stream',
  'GET /api/configuration',
  ...['preview', 'changes', 'undo', 'trial'].map((verb) => `POST /api/configuration/${verb}`),
  'POST /api/shutdown',
  'GET /api/health',
];

describe('the OpenAPI document', () => {
  it('has every path that is promised', () => {
    expect(operations.map(({ name }) => name)).toEqual(expect.arrayContaining(PROMISED));
  });

  it('asks for the token, and tells of each operation what it does and how it fails', () => {
    expect(document.security).toEqual([{ token: [] }]);
    expect(document.components.securitySchemes.token).toMatchObject({ type: 'http', scheme: 'bearer' });
    for (const { name, operation } of operations) {
      expect([name, operation.summary]).toEqual([name, expect.stringMatching(/\S/)]);
      expect([name, Object.keys(operation.responses ?? {})]).toEqual([
        name,
        expect.arrayContaining(['400', '401', '403', '404', '409', '422', '503']),
      ]);
    }
  });

  it('is what clients were written against (a change here is a change of the contract)', async () => {
    const { paths: _paths, ...rest } = document;
    const lines = operations.map(({ name, operation }) => `${name} ${JSON.stringify(operation)}`);
    await expect(`${[JSON.stringify(rest), ...lines].join('\n\n')}\n`).toMatchFileSnapshot(
      'openapi.snapshot',
    );
  });
});
