import { useMemo } from 'react';
import type { ServerStatus } from '../../src-shared/schema/status.ts';
import { useDashboardState } from './dashboard.ts';

/** What decides where a server stands on the page; its figures do not. */
const KEYS = [
  'name',
  'state',
  'reason',
  'enabled',
  'desired',
  'phase',
  'since',
  'startedAt',
  'nextRestartAt',
  'pausedUntil',
  'kind',
  'detail',
] as const satisfies readonly (keyof ServerStatus)[];
export type Shape = Pick<
  ServerStatus,
  (typeof KEYS)[number] | 'aliases' | 'groups' | 'warnings' | 'cause' | 'lastExit' | 'health'
>;

function sameShape(a: ServerStatus, b: ServerStatus): boolean {
  if (a === b) return true;
  return (
    KEYS.every((key) => a[key] === b[key]) &&
    sameTexts(a.groups, b.groups) &&
    sameTexts(a.aliases, b.aliases) &&
    a.warnings.length === b.warnings.length
  );
}

function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((text, index) => text === b[index]);
}

/** Gives the same array as before until a server stands elsewhere: hundreds of figures a second move nothing. */
export function createShapeSelector(): (servers: readonly ServerStatus[]) => readonly ServerStatus[] {
  let seen: readonly ServerStatus[] = [];
  let kept: readonly ServerStatus[] = [];
  return (servers) => {
    if (servers === seen) return kept;
    seen = servers;
    const same =
      servers.length === kept.length &&
      servers.every((server, index) => {
        const before = kept[index];
        return before !== undefined && sameShape(before, server);
      });
    if (!same) kept = servers;
    return kept;
  };
}

const NONE: readonly ServerStatus[] = [];

/** The servers in the order of the file; drawn again when one changes its place or state, not when figures come. */
export function useShapes(): readonly Shape[] {
  const select = useMemo(createShapeSelector, []);
  return useDashboardState((state) => select(state.feed.report?.servers ?? NONE));
}
