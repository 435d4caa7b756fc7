import { describe, expect, it } from 'vitest';
import {
  classifyCommand,
  type RunCommand,
  readRun,
} from '../../../src-main/adapters/process/command-class.ts';
import { containerName, injectRunOptions } from '../../../src-main/adapters/process/docker.ts';

const line = (text: string): [string, string[]] => {
  const [command = '', ...args] = text.split(' ');
  return [command, args];
};

describe('the kind of a command', () => {
  const cases: readonly (readonly [string, string, string | null])[] = [
    ['node server.js', 'direct', null],
    ['/usr/bin/python3 -m server', 'direct', null],
    ['npx -y @scope/name@1.2.3 /folder', 'npx', 'npx:@scope/name@1.2.3'],
    ['/opt/node/bin/npx name', 'npx', 'npx:name'],
    ['C:\\node\\npx.CMD --yes name', 'npx', 'npx:name'],
    ['npx -y -p @scope/pkg bin --port 1', 'npx', 'npx:@scope/pkg'],
    ['npx --package=@scope/pkg -- bin', 'npx', 'npx:@scope/pkg'],
    ['npx --registry https://r name', 'npx', 'npx:name'],
    ['npx -y -- name --flag', 'npx', 'npx:name'],
    ['npx', 'npx', null],
    ['npm exec -y name', 'npx', 'npx:name'],
    ['cmd /c npx -y name', 'npx', 'npx:name'],
    ['C:\\Windows\\System32\\cmd.exe /d /s /c npx.cmd name', 'npx', 'npx:name'],
    ['cmd /c dir', 'direct', null],
    ['uvx mcp-server-time --local-timezone UTC', 'uvx', 'uvx:mcp-server-time'],
    ['uvx --from git+https://x/y tool', 'uvx', 'uvx:git+https://x/y'],
    ['uvx --python 3.12 tool', 'uvx', 'uvx:tool'],
    ['uv tool run tool', 'uvx', 'uvx:tool'],
    ['uv run server.py', 'direct', null],
    ['pipx run tool', 'pipx', 'pipx:tool'],
    ['pipx run --spec pkg tool', 'pipx', 'pipx:pkg'],
    ['bunx name', 'bunx', 'bunx:name'],
    ['bun x name', 'bunx', 'bunx:name'],
    ['docker run -i --rm mcp/time', 'docker', 'docker:mcp/time'],
    ['podman run -i img', 'docker', 'docker:img'],
    ['docker exec -i c server', 'docker', null],
  ];
  it.each(cases)('%s', (text, kind, packageKey) => {
    expect(classifyCommand(...line(text))).toEqual({ kind, packageKey });
  });
});

describe('reading docker run', () => {
  const cases: readonly (readonly [string, Partial<RunCommand>])[] = [
    ['run -i --rm img', { at: 0, image: 'img', hasRm: true, hasInit: false, name: null }],
    ['run -it -e KEY=value -v /a:/b img --name not-ours --rm', { image: 'img', name: null, hasRm: false }],
    ['run --name mine img', { name: 'mine', image: 'img' }],
    ['run --name=mine --init img', { name: 'mine', hasInit: true }],
    ['--context run run -i img', { at: 2, image: 'img' }],
    ['container run img', { at: 1, image: 'img' }],
    ['run -itp 80:80 img', { image: 'img' }],
    ['run -p80:80 img', { image: 'img' }],
    ['run --env-file --rm img', { image: 'img', hasRm: false }],
    ['run -i -- img --rm', { image: 'img', hasRm: false }],
    ['run -e', { image: null }],
  ];
  it.each(cases)('%s', (text, expected) => {
    expect(readRun(text.split(' '))).toMatchObject(expected);
  });

  it('knows other subcommands', () => {
    for (const text of ['exec -i run', 'compose run web', 'container ls', '', '--version']) {
      expect(readRun(text.split(' '))).toBeNull();
    }
  });
});

describe('row 50: our options of docker run', () => {
  const nonce = '0123456789abcdef0123456789abcdef';
  const ours = ['--name', 'mcp-my-server-0123456789ab', '--label', `mcp-orchestrator=${nonce}`];

  it('stand right behind run', () => {
    expect(injectRunOptions(['--context', 'x', 'run', '-i', 'img', 'run'], 'My  Server!', nonce)).toEqual([
      '--context',
      'x',
      'run',
      ...ours,
      '--init',
      '--rm',
      '-i',
      'img',
      'run',
    ]);
  });

  it('respect a name, --rm and --init that are there', () => {
    const args = ['run', '--rm', '--init', '--name', 'mine', 'img'];
    expect(injectRunOptions(args, 's', nonce)).toEqual([
      'run',
      '--label',
      `mcp-orchestrator=${nonce}`,
      '--rm',
      '--init',
      '--name',
      'mine',
      'img',
    ]);
    expect(injectRunOptions(['exec', 'c', 'sh'], 's', nonce)).toBeNull();
  });

  it('make a valid name of every server’s', () => {
    for (const name of ['时间', 'a/b', '-', 'x'.repeat(200)]) {
      expect(containerName(name, nonce)).toMatch(/^[a-z0-9][a-z0-9-]{3,62}$/);
    }
  });
});
