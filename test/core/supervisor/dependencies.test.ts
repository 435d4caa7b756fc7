import { expect, test } from 'vitest';
import { createDependencyGraph } from '../../../src-main/core/supervisor/dependencies.ts';
import { needs, server } from './fleet-kit.ts';

const graph = createDependencyGraph([
  server('app', { policy: { dependsOn: needs('api', 'database') } }),
  server('api', { policy: { dependsOn: needs('database'), restartWith: ['pg'] } }),
  server('database', { aliases: ['pg'] }),
  server('tool'),
]);

test('what is needed starts first, else the order of the file holds', () => {
  expect(graph.startOrder(['tool', 'app'], { withDependencies: true })).toEqual([
    'database',
    'api',
    'app',
    'tool',
  ]);
  expect(graph.startOrder(['tool', 'app', 'database'], { withDependencies: false })).toEqual([
    'database',
    'app',
    'tool',
  ]);
});

test('dependents are found through others, and an alias means its server', () => {
  expect(graph.dependentsOf(['database'])).toEqual(expect.arrayContaining(['app', 'api']));
  expect(graph.dependentsOf(['app', 'tool'])).toEqual([]);
  expect(graph.restartedWith('database')).toEqual(['api']);
});

test('a cycle and a name that nobody has do not hang it', () => {
  const broken = createDependencyGraph([
    server('a', { policy: { dependsOn: needs('b') } }),
    server('b', { policy: { dependsOn: needs('a', 'nobody') } }),
  ]);
  expect(broken.startOrder(['a', 'unknown'], { withDependencies: true })).toEqual(['b', 'a']);
  expect(broken.dependentsOf(['a'])).toEqual(['b']);
});
