import type { ConfigProblem } from '../schema/problem.ts';

/** Whether the file as a whole is not put in force for it. What is wrong further inside costs a server or a value only. */
export function keepsFromForce({ server, path }: Pick<ConfigProblem, 'server' | 'path'>): boolean {
  return server === null && (path === '' || path === 'mcpServers' || path === 'orchestrator');
}
