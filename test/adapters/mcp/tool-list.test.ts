import { expect, it } from 'vitest';
import { listTools } from '../../../src-main/adapters/mcp/tool-list.ts';
import type { UpstreamLink } from '../../../src-main/adapters/mcp/upstream-link.ts';

/** A link that gives this one answer, whatever it is asked. */
const answering = (result: unknown): UpstreamLink =>
  ({ request: () => Promise.resolve({ kind: 'result', result }) }) as unknown as UpstreamLink;

const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

it('leaves out schemas that are too deep to be written as JSON, and keeps the tool', async () => {
  const [usual, hostile] = [nested(50), nested(100_000)];
  const listed = await listTools(
    answering({
      tools: [
        { name: 'usual', inputSchema: usual, outputSchema: usual },
        { name: 'hostile', inputSchema: hostile, outputSchema: hostile, annotations: hostile },
      ],
    }),
    null,
  );
  expect(listed.kind === 'listed' && listed.tools).toEqual([
    { name: 'usual', inputSchema: usual, outputSchema: usual },
    { name: 'hostile', inputSchema: { type: 'object' } },
  ]);
});

it('takes a page of a hundred and fifty thousand', async () => {
  const tools = Array.from({ length: 150_000 }, (_, index) => ({ name: `t${index}` }));
  const listed = await listTools(answering({ tools }), null);
  expect(listed.kind === 'listed' && listed.tools).toHaveLength(150_000);
});
