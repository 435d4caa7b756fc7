import { useLocation } from 'wouter';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { paths } from '../../routes.ts';
import { useDashboard } from '../../state/dashboard.ts';
import { troubleFirst } from '../../state/groups.ts';
import { PAUSE_MS } from '../../state/operations.ts';
import { isOff, isStopped, isUp } from '../../state/standing.ts';
import { backTo } from '../shell/back.ts';
import { useShortcuts } from '../shell/shortcuts.ts';

/** The letters of the overview's chosen server mean this one here. */
export function useServerKeys(server: ServerStatus): void {
  const { name, enabled, pausedUntil } = server;
  const dashboard = useDashboard();
  const [, navigate] = useLocation();
  const target = [name];
  const go = (step: 1 | -1) => {
    // Read when it is asked for: the figures of other servers draw nothing here.
    const servers = dashboard.store.getState().feed.report?.servers ?? [];
    const next = neighbour(
      troubleFirst(servers).map((each) => each.name),
      name,
      step,
    );
    if (next === null) return false;
    navigate(paths.server(next));
    return true;
  };
  useShortcuts({
    r: () => enabled && void dashboard.act(isOff(server) ? 'start' : 'restart', target),
    s: () => {
      if (isStopped(server)) return enabled && void dashboard.act('start', target);
      return void dashboard.act('stop', target);
    },
    c: () => isUp(server) && void dashboard.act('check', target),
    p: () =>
      enabled &&
      (pausedUntil === null
        ? void dashboard.act('pause', target, { forMs: PAUSE_MS })
        : void dashboard.act('resume', target)),
    l: () => navigate(paths.crash(name)),
    e: () => navigate(paths.edit(name)),
    Backspace: () => {
      if (!toServers()) navigate(paths.servers());
    },
    '[': () => go(-1),
    ']': () => go(1),
  });
}

/** As one left them, with their filter; false: one did not come from there. */
export function toServers(): boolean {
  return backTo(paths.servers(), '/servers/');
}

/** The next one that needs the person, round and round; null where this is the only one. */
export function neighbour(names: readonly string[], name: string, step: 1 | -1): string | null {
  const others = names.filter((each) => each !== name);
  if (others.length === 0) return null;
  const at = names.indexOf(name);
  if (at < 0) return (step === 1 ? names[0] : names.at(-1)) ?? null;
  return names[(at + step + names.length) % names.length] ?? null;
}
