import { describe, expect, it } from 'vitest';
import type { ServerDefinition } from '../../../src-main/core/configuration/definition.ts';
import { explainExit } from '../../../src-main/core/supervisor/exit-cause.ts';
import { english } from '../../../src-shared/i18n/en/index.ts';
import { formatMessage } from '../../../src-shared/i18n/format.ts';
import { defaultPolicy, type Policy } from '../../../src-shared/schema/policy.ts';

function definition(policy: Partial<Policy> = {}, command = 'npx'): ServerDefinition {
  return {
    name: 'a',
    aliases: [],
    groups: [],
    transport: 'stdio',
    launch: { command, args: [], env: {}, cwd: '/' },
    endpoint: null,
    enabled: true,
    policy: { ...defaultPolicy, ...policy },
    problems: [],
    launchHash: '',
    secrets: [],
  };
}

const ended = (
  code: number | null,
  lines: readonly string[] = [],
  more: Partial<Parameters<typeof explainExit>[0]> = {},
) =>
  explainExit({
    exit: { code, signal: null },
    lastLines: lines,
    definition: definition(),
    port: null,
    ...more,
  });

describe('explaining an exit', () => {
  it('row 8: names the signal', () => {
    const { cause, permanent } = ended(null, [], { exit: { code: null, signal: 'SIGSEGV' } });
    expect(formatMessage(cause.happened)).toBe('It was ended by the signal SIGSEGV.');
    expect(permanent).toBeNull();
    expect(ended(null, [], { exit: { code: null, signal: 'SIGTERM' } }).cause.remedy.key).toBe(
      'process.exit.remedy',
    );
  });

  it('charges an ordinary exit and says its code', () => {
    const { cause, permanent, retryUncharged } = ended(3, ['something broke']);
    expect(formatMessage(cause.happened)).toBe('It ended with code 3.');
    expect([permanent, retryUncharged]).toEqual([null, false]);
  });

  it('takes an exit with 0 for one, whatever it wrote', () => {
    const { cause, permanent } = ended(0, ['EADDRINUSE']);
    expect(cause.remedy.key).toBe('process.exit.remedy.clean');
    expect(permanent).toBeNull();
  });

  it('takes 127 and 126 for permanent', () => {
    expect(ended(127).permanent?.reason).toBe('NOT_FOUND');
    expect(ended(126).permanent?.reason).toBe('CONFIG');
  });

  it('row 31: a fixed port that is taken is a permanent conflict, named by its number', () => {
    const lines = ['Error: listen EADDRINUSE: address already in use 127.0.0.1:8003', '    at Server.listen'];
    const fixed = definition({ port: { env: 'PORT', fixed: 8003, startWhenFree: false } });
    const { permanent, retryUncharged } = ended(1, lines, { definition: fixed, port: 8003 });
    expect(permanent?.reason).toBe('PORT_CONFLICT');
    expect(permanent && formatMessage(permanent.cause.happened)).toBe('It ended because port 8003 is taken.');
    expect(retryUncharged).toBe(false);
  });

  it('row 34: a chosen port that was stolen is tried again with another one, uncharged', () => {
    const chosen = definition({ port: { env: 'PORT', fixed: null, startWhenFree: false } });
    for (const line of [
      'OSError: [Errno 98] Address already in use',
      'Error: listen EADDRINUSE: address already in use :::17000',
      'listen tcp 127.0.0.1:17000: bind: address already in use',
      'Error: Address already in use (os error 98)',
    ]) {
      const { permanent, retryUncharged } = ended(1, [line], { definition: chosen, port: 17_000 });
      expect({ line, permanent, retryUncharged }).toEqual({ line, permanent: null, retryUncharged: true });
    }
  });

  it('does not try again where the port that is taken is not the one that we chose', () => {
    const chosen = definition({ port: { env: 'PORT', fixed: null, startWhenFree: false } });
    const { permanent } = ended(1, ['EADDRINUSE 127.0.0.1:9229'], { definition: chosen, port: 17_000 });
    expect(permanent && formatMessage(permanent.cause.happened)).toBe('It ended because port 9229 is taken.');
  });

  it('says so where it knows no port', () => {
    const { permanent } = ended(1, ['OSError: address already in use']);
    expect(permanent?.cause.happened.key).toBe('process.exit.some-port-taken');
  });

  it('row 50: a docker daemon that is down is this computer’s fault', () => {
    const line =
      'docker: Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?';
    expect(ended(125, [line], { definition: definition({}, 'docker') }).permanent?.reason).toBe('HOST');
    expect(ended(125, ['docker: invalid reference format'], {}).permanent).toBeNull();
  });

  it('tells what to do about the last words of well-known programs', () => {
    const remedies = {
      'npm error code E404': 'npm-404',
      'npm error code ENOTEMPTY': 'npx-cache',
      'npm error code ENOTFOUND': 'npm-network',
      "Error: Cannot find module 'zod'": 'module',
      "python3: can't open file '/x/server.py': [Errno 2] No such file or directory": 'file',
      'error: unrecognized arguments: --stdio': 'arguments',
    };
    for (const [line, hint] of Object.entries(remedies)) {
      expect(ended(1, [line]).cause.remedy.key).toBe(`process.exit.remedy.${hint}`);
    }
  });

  it('speaks only in sentences of the catalogue, with all their parameters', () => {
    const port = { env: 'PORT', fixed: null, startWhenFree: false };
    const all = [
      ended(0),
      ended(1),
      ended(126),
      ended(127),
      ended(null, [], { exit: { code: null, signal: 'SIGKILL' } }),
      ended(1, ['EADDRINUSE']),
      ended(1, ['EADDRINUSE :1234']),
      ended(125, ['Cannot connect to podman']),
      ended(1, ['EADDRINUSE'], { definition: definition({ port }), port: 5 }),
      ended(null),
    ];
    for (const { cause, permanent } of all) {
      for (const sentence of [cause.happened, cause.remedy, permanent?.cause.happened ?? cause.happened]) {
        expect(english[sentence.key]).toBeTypeOf('string');
        expect(formatMessage(sentence)).not.toMatch(/[{}]/);
      }
    }
  });
});
