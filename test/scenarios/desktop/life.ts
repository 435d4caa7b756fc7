import { expect } from 'vitest';
import { chaos, trivial } from '../../hosts/headless/kit.ts';
import { isLive } from '../../support/proc.ts';
import type { DesktopScenario } from './desktop-scenario.ts';

const two = { mcpServers: { one: trivial, other: trivial } };

/** How it begins, is opened again, and ends. */
export const life: readonly DesktopScenario[] = [
  {
    name: 'opens its window and starts the servers of the file',
    configuration: two,
    async play({ launch }) {
      const desktop = await launch();
      await expect.poll(() => desktop.windows()).toBe(1);
      expect(await desktop.route()).toBe('/');
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      await expect.poll(() => desktop.stateOf('other')).toBe('RUNNING');
    },
  },
  {
    name: 'started at login it shows no window, and the servers run all the same',
    configuration: two,
    async play({ launch }) {
      const desktop = await launch('--hidden');
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      expect(await desktop.windows()).toBe(0);
    },
  },
  {
    name: 'opened a second time it shows the window of the first, and the second leaves',
    configuration: two,
    async play({ launch }) {
      const first = await launch('--hidden');
      expect(await first.windows()).toBe(0);
      const second = await launch();
      expect(await second.gone()).toBe(0);
      await expect.poll(() => first.windows()).toBe(1);
      expect(first.exited).toBeNull();
    },
  },
  {
    name: 'opened a second time at login it stays without a window',
    configuration: two,
    async play({ launch }) {
      const first = await launch('--hidden');
      const second = await launch('--hidden');
      expect(await second.gone()).toBe(0);
      await expect.poll(() => first.stateOf('one')).toBe('RUNNING');
      expect(await first.windows()).toBe(0);
    },
  },
  {
    name: 'quits when every server has ended, and leaves none behind',
    configuration: { mcpServers: { one: chaos('--side-process', 'inherit'), other: trivial } },
    async play({ launch }) {
      const desktop = await launch();
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      await expect.poll(() => desktop.stateOf('other')).toBe('RUNNING');
      const pids = await desktop.pids();
      expect(pids).toHaveLength(2);
      await desktop.quit();
      expect(await desktop.gone()).toBe(0);
      expect(pids.filter(isLive)).toEqual([]);
    },
  },
  {
    name: 'a second wish to quit kills what takes its time',
    configuration: {
      mcpServers: { slow: chaos('--ignore-eof', '--ignore-term') },
      orchestrator: { defaults: { stop: { eofWait: 600_000, termWait: 600_000 } } },
    },
    async play({ launch }) {
      const desktop = await launch();
      await expect.poll(() => desktop.stateOf('slow')).toBe('RUNNING');
      const pids = await desktop.pids();
      await desktop.quit();
      await desktop.quit();
      expect(await desktop.gone()).toBe(0);
      expect(pids.filter(isLive)).toEqual([]);
    },
  },
  ...(['SIGTERM', 'SIGHUP', 'SIGINT'] as const).map(
    (signal): DesktopScenario => ({
      name: `ends its servers and leaves on ${signal}`,
      configuration: two,
      async play({ launch }) {
        const desktop = await launch('--hidden');
        await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
        const pids = await desktop.pids();
        await desktop.signal(signal);
        expect(await desktop.gone()).toBe(0);
        expect(pids.filter(isLive)).toEqual([]);
      },
    }),
  ),
  {
    name: 'ends its servers and leaves when the person logs off',
    configuration: two,
    needs: ['session'],
    async play({ launch }) {
      const desktop = await launch();
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      const pids = await desktop.pids();
      desktop.session.end();
      expect(await desktop.gone()).toBe(0);
      expect(pids.filter(isLive)).toEqual([]);
    },
  },
  {
    name: 'leaves when the command line ends the orchestrator',
    configuration: two,
    async play({ launch, command }) {
      const desktop = await launch('--hidden');
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
      expect(await command('shutdown')).toBe(0);
      expect(await desktop.gone()).toBe(0);
    },
  },
  {
    name: 'shows a file that cannot be read, and begins as soon as it is mended',
    configuration: '{ "mcpServers": ',
    async play({ launch, file, write }) {
      const desktop = await launch();
      await expect.poll(() => desktop.windows()).toBe(1);
      const { instance } = await desktop.call('servers.status');
      expect(instance.configErrors).toHaveLength(1);
      expect(instance.configErrors[0].file).toBe(file);
      await write(two);
      await expect.poll(() => desktop.stateOf('one')).toBe('RUNNING');
    },
  },
];
