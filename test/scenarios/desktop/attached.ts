import { expect } from 'vitest';
import { trivial } from '../../hosts/headless/kit.ts';
import { isLive } from '../../support/proc.ts';
import type { DesktopScenario } from './desktop-scenario.ts';

const one = { mcpServers: { one: trivial } };

/** An orchestrator in another process owned the home before. */
export const attached: readonly DesktopScenario[] = [
  {
    name: 'shows and steers the orchestrator that owns the home, and begins none of its own',
    configuration: one,
    async play({ launch, daemon }) {
      const { pid } = await daemon();
      const desktop = await launch();
      await expect.poll(() => desktop.windows()).toBe(1);
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      const { instance } = await desktop.call('servers.status');
      expect(instance.pid).toBe(pid);
      await desktop.call('servers.stopMany', { servers: ['one'] });
      await expect.poll(() => desktop.stateOf('one')).toBe('STOPPED');
    },
  },
  {
    name: 'quitting leaves that orchestrator and its servers running',
    configuration: one,
    async play({ launch, daemon }) {
      const host = await daemon();
      const desktop = await launch();
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      const pids = await desktop.pids();
      await desktop.quit();
      expect(await desktop.gone()).toBe(0);
      expect(host.lives).toBe(true);
      expect(pids.filter(isLive)).toEqual(pids);
    },
  },
  {
    name: 'the menu says that quitting leaves the servers running',
    configuration: one,
    needs: ['tray'],
    async play({ launch, daemon }) {
      await daemon();
      const { tray } = await launch('--hidden');
      await expect.poll(() => tray.labels().join('\n')).toContain('Quit (servers keep running)');
    },
  },
  {
    name: 'when that orchestrator ends, it says so, and is back with the next one',
    configuration: one,
    needs: ['tray'],
    async play({ launch, daemon }) {
      const first = await daemon();
      const { tray, ...desktop } = await launch('--hidden');
      await expect.poll(() => tray.icon).toContain('ok');
      await first.shutdown();
      await expect.poll(() => tray.labels().join('\n')).toContain('The orchestrator does not answer.');
      const second = await daemon();
      await expect.poll(() => tray.icon).toContain('ok');
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      expect(second.lives).toBe(true);
    },
  },
];
