import { expect, test } from 'vitest';
import { serverKind } from '../../../src-main/core/configuration/program.ts';

test.each([
  ['npx -y @scope/name', 'npx'],
  ['C:\\tools\\npx.CMD -y name', 'npx'],
  ['cmd /c npx -y name', 'npx'],
  ['npm exec name', 'npx'],
  ['npm start', 'npm'],
  ['uvx mcp-server-git', 'uvx'],
  ['uv tool run mcp-server-git', 'uvx'],
  ['uv run server.py', 'uv'],
  ['bun x name', 'bunx'],
  ['/usr/bin/python3 -m server', 'python'],
  ['python3.12 server.py', 'python'],
  ['py -3 server.py', 'python'],
  ['/opt/node/bin/node server.mjs', 'node'],
  ['nodejs server.mjs', 'node'],
  ['docker run -i image', 'docker'],
  ['podman run -i image', 'podman'],
  ['/srv/bin/github-mcp-server stdio', 'github-mcp-server'],
  ['D:\\bin\\Server.EXE', 'server'],
  ['pythonista', 'pythonista'],
])('%s is called %s', (line, kind) => {
  const [command = '', ...args] = line.split(' ');
  expect(serverKind({ launch: { command, args, env: {}, cwd: '/' }, endpoint: null })).toBe(kind);
});

test('a server without a process is remote, and one that the file does not describe is nothing', () => {
  const endpoint = { url: 'https://example.com/mcp', transport: 'http', headers: {} } as const;
  expect(serverKind({ launch: null, endpoint })).toBe('remote');
  expect(serverKind({ launch: null, endpoint: null })).toBe('');
});
