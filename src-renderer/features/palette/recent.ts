import { withRecent } from './results.ts';

const KEY = 'mcp-orchestrator.recent';

/** What was chosen lately in this browser, newest first. Without its storage, nothing. */
export function readRecent(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((id) => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

export function noteRecent(id: string): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(withRecent(readRecent(), id)));
  } catch {
    // A full or forbidden storage: it is only not remembered.
  }
}
