import { describe, expect, it } from 'vitest';
import { createMcpConnector } from '../../../src-main/adapters/mcp/connector.ts';
import { createEraMemory } from '../../../src-main/adapters/mcp/era-memory.ts';
import type { ServerDefinition } from '../../../src-main/core/configuration/definition.ts';
import type { ServerProcess } from '../../../src-main/core/ports/process.ts';
import { freePort } from '../../support/free-port.ts';
import { fixtureServer } from '../../support/mcp-line-client.ts';
import { clientInfo, clock, eraMemory, soon, start } from './connected.ts';

const definition = { name: 'memory', launchHash: 'abc' } as ServerDefinition;

describe('the connector', () => {
  it('attaches to the pipe of a process, gives noise back to it, and keeps the era by launch hash', async () => {
    const values = new Map<string, string>();
    const memory = createEraMemory(
      { getValue: (key) => values.get(key) ?? null, setValue: (key, value) => void values.set(key, value) },
      clock,
    );
    const connector = createMcpConnector({ clock, eraMemory: memory, clientInfo });
    const noisy = `console.log('{"level":"info"}'); import(${JSON.stringify(fixtureServer('trivial.mjs'))});`;
    await using server = start(process.execPath, ['-e', noisy]);
    const connection = connector.attach(definition, { pipe: server.pipe } as unknown as ServerProcess);
    expect(await connection.connect(soon())).toMatchObject({ ok: true, facts: { era: 'legacy' } });
    expect(server.noise).toEqual(['{"level":"info"}']);
    expect([...values.keys()]).toEqual(['mcp-era:abc']);
    expect(memory.get('abc')).toEqual({ era: 'legacy', decidedAtWallMs: expect.any(Number) });
    await connection.close();
  });

  it('reaches an endpoint', async () => {
    const connector = createMcpConnector({ clock, eraMemory: eraMemory(), clientInfo });
    const url = `http://127.0.0.1:${await freePort()}/mcp`;
    const connection = connector.reach(definition, { url, transport: 'http', headers: {} });
    expect(await connection.connect(soon())).toMatchObject({ ok: false, kind: 'network' });
  });
});

describe('the memory of eras', () => {
  it.each(['', 'legacy', 'other 5', 'modern x'])('takes %o for nothing', (stored) => {
    const memory = createEraMemory({ getValue: () => stored, setValue: () => undefined }, clock);
    expect(memory.get('abc')).toBeNull();
  });
});
