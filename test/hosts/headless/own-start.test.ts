import { describe, expect, it } from 'vitest';
import { ownStart } from '../../../src-main/hosts/headless/own-start.ts';

const linux = { platform: 'linux', env: {} } as const;
const electron = { electron: '45.4.1' };

describe('how the program is started once more', () => {
  it('under Node: the same Node with the flags of an instance, and the same script', () => {
    const started = { ...linux, argv: ['node', '/app/dist/cli.js'], execPath: '/usr/bin/node', versions: {} };
    expect(ownStart(started)).toEqual({
      command: '/usr/bin/node',
      args: ['--max-semi-space-size=2', '/app/dist/cli.js'],
    });
  });

  it('as the packed application: itself, with no flag of Node and without a display', () => {
    const execPath = '/opt/MCP Orchestrator/mcp-orchestrator';
    const started = {
      ...linux,
      argv: [execPath, '/opt/MCP Orchestrator/resources/app.asar/dist/cli.js'],
      execPath,
      versions: electron,
    };
    const headless = ['--ozone-platform=headless', '--disable-gpu'];
    expect(ownStart(started)).toEqual({ command: execPath, args: headless });
    expect(ownStart({ ...started, platform: 'darwin' })).toEqual({ command: execPath, args: [] });
  });

  it('as an AppImage: its file, because the folder that it runs from goes with this process', () => {
    const started = {
      platform: 'linux',
      env: { APPIMAGE: '/home/somebody/MCP.AppImage' },
      argv: ['/tmp/.mount/mcp-orchestrator', '/tmp/.mount/resources/app.asar/dist/cli.js'],
      execPath: '/tmp/.mount/mcp-orchestrator',
      versions: electron,
    } as const;
    expect(ownStart(started).command).toBe('/home/somebody/MCP.AppImage');
  });

  it('in a checkout: Electron with the folder', () => {
    const started = {
      ...linux,
      argv: ['/c/node_modules/electron/dist/electron', '/c/dist/cli.js'],
      execPath: '/c/node_modules/electron/dist/electron',
      versions: electron,
      defaultApp: true,
    };
    expect(ownStart(started).args[0]).toBe('/c');
  });
});
