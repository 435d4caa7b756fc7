import { describe, expect, it } from 'vitest';
import { buildEnvironment, childPath } from '../../../src-main/adapters/process/environment.ts';

const parts = {
  path: '/bin',
  configured: {},
  inherit: [],
  nonce: 'n',
  port: null,
  platform: 'linux',
} as const;
const given = (base: Record<string, string | undefined>, more: object = {}) =>
  buildEnvironment({ ...parts, base, ...more });

describe('the variables of a server', () => {
  it('are the allowed ones', () => {
    const base = {
      HOME: '/h',
      LC_ALL: 'C',
      XDG_DATA_HOME: '/d',
      https_proxy: 'p',
      AWS_SECRET: 's',
      TMPDIR: undefined,
    };
    expect(given(base)).toEqual({
      HOME: '/h',
      LC_ALL: 'C',
      XDG_DATA_HOME: '/d',
      https_proxy: 'p',
      PATH: '/bin',
      MCP_ORCHESTRATOR_NONCE: 'n',
    });
  });

  it('never hold shell functions, npm’s, Electron’s, Node’s options or our own', () => {
    const base = {
      SHELL: '() { :; }',
      NODE_OPTIONS: '-r x',
      ELECTRON_RUN_AS_NODE: '1',
      npm_config_registry: 'r',
      NPM_TOKEN: 't',
      MCP_ORCHESTRATOR_HOME: '/x',
      MCP_ORCHESTRATOR_NONCE: 'another',
    };
    expect(given(base)).toEqual({ PATH: '/bin', MCP_ORCHESTRATOR_NONCE: 'n' });
  });

  it('hold what inheritEnv names and what the configuration sets, which wins', () => {
    const base = { TOKEN: 'a', NODE_OPTIONS: '-r x', BAD: '() { :; }' };
    const result = given(base, {
      inherit: ['TOKEN', 'NODE_OPTIONS', 'BAD'],
      configured: { TOKEN: 'b', PATH: '/own', MCP_ORCHESTRATOR_NONCE: 'forged' },
      port: { name: 'PORT', value: 17_001 },
    });
    expect(result).toEqual({
      TOKEN: 'b',
      NODE_OPTIONS: '-r x',
      PATH: '/own',
      PORT: '17001',
      MCP_ORCHESTRATOR_NONCE: 'n',
    });
  });

  it('are one under every spelling on Windows', () => {
    const base = { Path: 'C:\\old', SystemRoot: 'C:\\Windows', PathExt: '.EXE', Secret: 's' };
    expect(
      given(base, {
        platform: 'win32',
        path: 'C:\\bin',
        inherit: ['secret'],
        configured: { systemroot: 'D:' },
      }),
    ).toEqual({
      SystemRoot: 'D:',
      PathExt: '.EXE',
      Secret: 's',
      PATH: 'C:\\bin',
      MCP_ORCHESTRATOR_NONCE: 'n',
    });
    expect(childPath({ configured: { Path: 'C:\\own' }, path: 'C:\\bin', platform: 'win32' })).toBe(
      'C:\\own',
    );
    expect(childPath({ configured: { Path: 'x' }, path: '/bin', platform: 'linux' })).toBe('/bin');
  });
});
