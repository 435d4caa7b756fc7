import { expect, test } from 'vitest';
import { keepsFromForce } from '../../../src-shared/model/keeps-from-force.ts';
import { load, loadText } from '../../core/configuration/load-text.ts';

test.each([
  '[]',
  '{"mcpServers": []}',
  '{"mcpServers": {}, "orchestrator": 1}',
  '{"mcpServers": {}, "mcpServers": {}}',
])('%s is not put in force, and its problem says so', (text) => {
  const loaded = loadText(text);
  expect([loaded.ok, loaded.ok ? [] : loaded.problems.map(keepsFromForce)]).toEqual([false, [true]]);
});

test('what is wrong further inside keeps nothing else from force', () => {
  const { errors } = load(
    '{"mcpServers": {"a": 1, "b": {"command": 7}, "c/d": {}}, "orchestrator": {"defaults": 1, "servers": 1, "groups": 1, "http": {"host": "0.0.0.0"}}}',
  );
  expect(errors.length).toBeGreaterThan(5);
  expect(errors.filter(keepsFromForce)).toEqual([]);
});
