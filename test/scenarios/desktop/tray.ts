import { expect } from 'vitest';
import { chaos, trivial } from '../../hosts/headless/kit.ts';
import type { DesktopScenario } from './desktop-scenario.ts';

/** Fails at once, and again at its only restart: it stays down. */
const failing = {
  mcpServers: { good: trivial, bad: chaos('--exit-after', '0', '--exit-code', '3') },
  orchestrator: {
    servers: {
      bad: { restart: { maxRestarts: 1, backoff: { initial: 10, factor: 1, max: 10, jitter: 0 } } },
    },
  },
};

/** The icon and its menu. */
export const tray: readonly DesktopScenario[] = [
  {
    name: 'the icon shows how all is, by its shape and a sentence, and is one icon all the time',
    configuration: { mcpServers: { one: trivial, other: trivial } },
    needs: ['tray', 'dialog'],
    async play({ launch }) {
      const { tray, dialogs, ...desktop } = await launch('--hidden');
      await expect.poll(() => tray.icon).toContain('ok');
      expect(tray.tooltip).toBe('Both servers are running');
      tray.choose('Stop all');
      await expect.poll(() => dialogs.open).toBe('Stop all 2 servers?');
      dialogs.press('Cancel');
      expect(await desktop.stateOf('one')).toBe('RUNNING');
      tray.choose('Stop all');
      await expect.poll(() => dialogs.open).not.toBeNull();
      dialogs.press('Stop all');
      await expect.poll(() => tray.icon).toContain('stopped');
      expect(tray.tooltip).toBe('Everything is stopped');
      expect(await desktop.stateOf('one')).toBe('STOPPED');
      tray.choose('Start all');
      await expect.poll(() => tray.icon).toContain('ok');
      expect(tray.made).toBe(1);
    },
  },
  {
    name: 'a server that stays down stands first, with its reason, its log and its restart',
    configuration: failing,
    needs: ['tray'],
    async play({ launch, write }) {
      const { tray, ...desktop } = await launch('--hidden');
      await expect.poll(() => tray.icon).toContain('failed');
      await expect.poll(() => tray.labels()[1]).toContain('bad: Crashed, restart limit');
      expect(tray.labels().join('\n')).toContain('Exited with code 3');
      tray.choose('bad: Crashed, restart limit', 'Show log');
      await expect.poll(() => desktop.windows()).toBe(1);
      await expect.poll(() => desktop.route()).toBe('/servers/bad/log?at=crash');
      await write({ ...failing, mcpServers: { ...failing.mcpServers, bad: trivial } });
      await expect.poll(() => desktop.stateOf('bad')).toBe('RUNNING');
      await expect.poll(() => tray.icon).toContain('ok');
    },
  },
  {
    name: 'one server is stopped and started from its entry',
    configuration: { mcpServers: { one: trivial, other: trivial } },
    needs: ['tray'],
    async play({ launch }) {
      const { tray, ...desktop } = await launch('--hidden');
      await expect.poll(() => tray.labels().join('\n')).toContain('one: Running');
      tray.choose('one: Running', 'Stop');
      await expect.poll(() => tray.labels().join('\n')).toContain('one: Stopped');
      expect(await desktop.stateOf('other')).toBe('RUNNING');
      tray.choose('one: Stopped', 'Start');
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    },
  },
  {
    name: 'a click on it shows the window',
    configuration: { mcpServers: {} },
    needs: ['tray'],
    async play({ launch }) {
      const { tray, ...desktop } = await launch('--hidden');
      expect(await desktop.windows()).toBe(0);
      tray.click();
      await expect.poll(() => desktop.windows()).toBe(1);
    },
  },
  {
    name: 'closing the window explains once that all goes on, and the tray brings it back where it was',
    configuration: { mcpServers: { one: trivial } },
    needs: ['tray', 'dialog'],
    async play({ launch }) {
      const { tray, dialogs, ...desktop } = await launch();
      await expect.poll(() => desktop.windows()).toBe(1);
      await expect.poll(() => tray.shown).toBe(true);
      await desktop.closeWindow();
      await expect.poll(() => dialogs.open ?? '').toContain('MCP Orchestrator keeps running');
      dialogs.press('Keep running', { checkbox: true });
      await expect.poll(() => desktop.windows()).toBe(0);
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      tray.choose('Open');
      await expect.poll(() => desktop.windows()).toBe(1);
      await desktop.closeWindow();
      await expect.poll(() => desktop.windows()).toBe(0);
      expect(dialogs.open).toBeNull();
    },
  },
  {
    name: 'who would rather quit at the first closing can',
    configuration: { mcpServers: { one: trivial } },
    needs: ['tray', 'dialog'],
    async play({ launch }) {
      const { tray, dialogs, ...desktop } = await launch();
      await expect.poll(() => tray.shown).toBe(true);
      await desktop.closeWindow();
      await expect.poll(() => dialogs.open).not.toBeNull();
      dialogs.press('Quit instead');
      expect(await desktop.gone()).toBe(0);
    },
  },
  {
    name: 'Quit ends the servers and leaves',
    configuration: { mcpServers: { one: trivial } },
    needs: ['tray'],
    async play({ launch }) {
      const { tray, ...desktop } = await launch('--hidden');
      await expect.poll(() => tray.icon).toContain('ok');
      tray.choose('Quit');
      expect(await desktop.gone()).toBe(0);
    },
  },
];
