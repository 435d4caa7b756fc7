import type { CrashReason } from '../../../src-shared/schema/status.ts';
import { alertOf, type Happening } from './compose.ts';
import {
  type AlertChange,
  isWanted,
  type PolicyContext,
  type PolicyState,
  type PolicyStep,
  type Told,
  type ToldKind,
  type Track,
} from './policy-state.ts';

/** What comes within this time after the first is told together. */
export const GATHER_MS = 2000;
/** The fourth of a kind within this time, and all after it, are told as one with those before. */
export const STORM_MS = 30_000;
export const STORM_SIZE = 4;
/** A storm that was told is told anew, with all that came since, this often at most: few systems count up in place. */
export const STORM_PAUSE_MS = 15_000;

const order: readonly ToldKind[] = ['down', 'crashed', 'recovered'];

/** A state while it is being changed, and what is to be shown because of it. */
export class Draft {
  readonly context: PolicyContext;
  readonly state: PolicyState;
  readonly tracks: Map<string, Track>;
  readonly waiting: Map<string, Happening>;
  readonly #told: Map<string, Told>;
  readonly #before: Map<string, CrashReason>;
  readonly #messages: AlertChange[] = [];
  gatherUntilMs: number | null;
  stopping: boolean;

  constructor(state: PolicyState, context: PolicyContext) {
    this.state = state;
    this.context = context;
    this.tracks = new Map(state.tracks);
    this.waiting = new Map(state.waiting);
    this.#told = new Map(state.told);
    this.#before = new Map(state.before);
    this.gatherUntilMs = state.gatherUntilMs;
    this.stopping = state.stopping;
  }

  done(): PolicyStep {
    const { tracks, waiting, gatherUntilMs, stopping } = this;
    const state = { tracks, waiting, gatherUntilMs, told: this.#told, before: this.#before, stopping };
    return { state, messages: this.#messages };
  }

  trackOf(server: string): Track {
    return this.tracks.get(server) ?? { episodeSinceMs: null, runningSinceMs: null, restart: null };
  }

  track(server: string, patch: Partial<Track>): void {
    this.tracks.set(server, { ...this.trackOf(server), ...patch });
  }

  forgetBefore(server: string): void {
    this.#before.delete(server);
  }

  wait(server: string, happening: Happening): void {
    if (this.waiting.size === 0) {
      this.gatherUntilMs = Math.max(this.context.nowMs + GATHER_MS, ...this.#stormPauses());
    }
    this.waiting.set(server, happening);
  }

  #stormPauses(): readonly number[] {
    const storms = [...this.#told.values()].filter(({ servers }) => servers.size >= STORM_SIZE);
    return storms.map(({ atMs }) => atMs + STORM_PAUSE_MS);
  }

  toldOf(server: string): Told | null {
    return [...this.#told.values()].find(({ servers }) => servers.has(server)) ?? null;
  }

  /** That it runs again is no longer so. */
  takeBackRecovered(server: string): void {
    if (this.waiting.get(server)?.kind === 'recovered') this.waiting.delete(server);
    if (this.toldOf(server)?.kind === 'recovered') this.takeBack(server);
  }

  /** An alert stays as long as it is true of one of its servers. */
  takeBack(server: string): void {
    for (const id of this.#leave(server)) this.#withdraw(id);
  }

  /** The alerts that stand for nothing any more, though they are still there. */
  #leave(server: string): readonly string[] {
    const empty: string[] = [];
    for (const [id, told] of this.#told) {
      if (!told.servers.has(server)) continue;
      const servers = new Map(told.servers);
      servers.delete(server);
      if (servers.size === 0) empty.push(id);
      this.#told.set(id, { ...told, servers });
    }
    return empty;
  }

  #withdraw(id: string): void {
    this.#told.delete(id);
    this.#messages.push({ kind: 'withdraw', id });
  }

  end(): void {
    for (const id of [...this.#told.keys()]) this.#withdraw(id);
    this.waiting.clear();
    this.gatherUntilMs = null;
    this.stopping = true;
  }

  tellAll(): void {
    const { waiting, context } = this;
    for (const kind of order) {
      const happenings = [...waiting].filter(
        ([server, each]) => each.kind === kind && isWanted(kind, server, context.settings),
      );
      if (happenings.length > 0) this.#tell(kind, new Map(happenings));
    }
    waiting.clear();
    this.gatherUntilMs = null;
  }

  #tell(kind: ToldKind, news: ReadonlyMap<string, Happening>): void {
    const { nowMs, newId } = this.context;
    const recent = [...this.#told].filter(([, each]) => each.kind === kind && nowMs - each.atMs < STORM_MS);
    const known = recent.flatMap(([, { servers }]) => [...servers]).filter(([server]) => !news.has(server));
    const servers = known.length + news.size >= STORM_SIZE ? new Map([...known, ...news]) : news;
    const freed = [...servers.keys()].flatMap((server) => this.#leave(server));
    const [only] = servers.keys();
    // One that told of several and now of none gives its place on the screen; what else is free is taken off.
    const id = servers.size === 1 ? `server:${only}` : (freed.find(isGroup) ?? `${GROUP}${newId()}`);
    for (const each of freed) {
      if (each === id) this.#told.delete(each);
      else this.#withdraw(each);
    }
    this.#told.set(id, { kind, atMs: nowMs, servers });
    this.#messages.push({ kind: 'show', alert: alertOf(id, servers, nowMs) });
  }
}

const GROUP = 'servers:';
const isGroup = (id: string): boolean => id.startsWith(GROUP);
