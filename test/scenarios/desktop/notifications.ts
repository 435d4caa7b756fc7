import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { chaos } from '../../hosts/headless/kit.ts';
import type { DesktopScenario } from './desktop-scenario.ts';

const slowly = { restart: { backoff: { initial: 600_000, factor: 1, max: 600_000, jitter: 0 } } };

/** What the operating system tells of. */
export const notifications: readonly DesktopScenario[] = [
  {
    name: 'a crash is told once, and a click leads to its log at the crash',
    configuration: {
      mcpServers: { one: chaos('--exit-after', '0', '--exit-code', '7') },
      orchestrator: { defaults: slowly },
    },
    needs: ['notification'],
    async play({ launch }) {
      const { notifications, ...desktop } = await launch('--hidden');
      await expect.poll(() => notifications.shown.length).toBe(1);
      const [told] = notifications.shown;
      expect(told?.title).toBe('one crashed');
      expect(told?.body).toContain('code 7');
      notifications.click('one crashed');
      await expect.poll(() => desktop.windows()).toBe(1);
      await expect.poll(() => desktop.route()).toMatch(/^\/servers\/one\/log\?at=/);
    },
  },
  {
    name: 'what stays down takes the place of its crash',
    configuration: {
      mcpServers: { one: chaos('--exit-after', '0', '--exit-code', '7') },
      orchestrator: {
        defaults: {
          restart: { maxRestarts: 1, backoff: { initial: 4000, factor: 1, max: 4000, jitter: 0 } },
        },
      },
    },
    needs: ['notification'],
    async play({ launch }) {
      const { notifications } = await launch('--hidden');
      await expect.poll(() => notifications.shown.map(({ title }) => title)).toEqual(['one crashed']);
      await expect.poll(() => notifications.shown.map(({ title }) => title)).toEqual(['one is down']);
    },
  },
  {
    name: 'five servers that fail together are one notification',
    configuration: {
      mcpServers: Object.fromEntries(
        ['a', 'b', 'c', 'd', 'e'].map((name) => [name, chaos('--exit-after', '0', '--exit-code', '1')]),
      ),
      orchestrator: { defaults: { restart: { policy: 'never' } } },
    },
    needs: ['notification'],
    async play({ launch }) {
      const { notifications } = await launch('--hidden');
      await expect.poll(() => notifications.shown.map(({ title }) => title)).toEqual(['5 servers are down']);
      expect(notifications.shown[0]?.body).toContain('a');
    },
  },
  {
    name: 'a server that is muted is not told of',
    configuration: ({ folder }) => ({
      mcpServers: {
        loud: chaos('--exit-file', join(folder, 'end')),
        quiet: chaos('--exit-file', join(folder, 'end')),
      },
      orchestrator: { defaults: slowly },
    }),
    needs: ['notification'],
    async play({ launch, folder }) {
      const { notifications, ...desktop } = await launch();
      await expect.poll(() => desktop.stateOf('loud')).toBe('RUNNING');
      await expect.poll(() => desktop.stateOf('quiet')).toBe('RUNNING');
      await desktop.call('alerts.update', { muted: ['quiet'] });
      await writeFile(join(folder, 'end'), '1');
      await expect.poll(() => notifications.shown.map(({ title }) => title)).toEqual(['loud crashed']);
      await expect.poll(() => desktop.stateOf('quiet')).toBe('STARTING');
      const { last } = await desktop.call('alerts.state');
      expect(last).toMatchObject({ alert: { servers: ['loud'] }, outcome: { shown: true } });
    },
  },
];
