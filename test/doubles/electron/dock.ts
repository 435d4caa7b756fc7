import type * as Electron from 'electron';
import { type FakeNativeImage, imageOf } from './image.ts';
import type { World } from './world.ts';

const HIDE_LIMIT_MS = 1_000;

/** docs/api/dock.md: on macOS only. */
export class FakeDock
  implements
    Pick<Electron.Dock, 'bounce' | 'cancelBounce' | 'getBadge' | 'hide' | 'isVisible' | 'setBadge' | 'show'>
{
  icon: FakeNativeImage | null = null;
  readonly #world: World;
  #badge = '';
  #visible = true;
  #hiddenMs = Number.NEGATIVE_INFINITY;

  constructor(world: World) {
    this.#world = world;
  }

  bounce(): number {
    return 1;
  }

  cancelBounce(): void {}

  setBadge(text: string): void {
    this.#badge = text;
  }

  getBadge(): string {
    return this.#badge;
  }

  // docs/api/dock.md#dockhide-macos: of no effect within a second after an earlier call
  hide(): void {
    const nowMs = this.#world.setting.nowMs();
    const isTooEarly = nowMs - this.#hiddenMs < HIDE_LIMIT_MS;
    this.#hiddenMs = nowMs;
    if (!isTooEarly) this.#visible = false;
  }

  // docs/api/dock.md#dockshow-macos
  show(): Promise<void> {
    this.#visible = true;
    return Promise.resolve();
  }

  isVisible(): boolean {
    return this.#visible;
  }

  setIcon(image: Electron.NativeImage | string): void {
    this.icon = imageOf(this.#world, image);
  }
}
