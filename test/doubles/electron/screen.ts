import type * as Electron from 'electron';
import { Emitter, type ScreenEvents } from './emitted.ts';
import { createEvent } from './events.ts';
import type { World } from './world.ts';

/** docs/api/screen.md: the displays, the first one primary. */
export class FakeScreen
  extends Emitter<ScreenEvents>
  implements
    Pick<
      Electron.Screen,
      | 'getAllDisplays'
      | 'getCursorScreenPoint'
      | 'getDisplayMatching'
      | 'getDisplayNearestPoint'
      | 'getPrimaryDisplay'
    >
{
  readonly #world: World;
  #displays: Electron.Display[];

  constructor(world: World, displays: readonly Electron.Rectangle[]) {
    super();
    this.#world = world;
    this.#displays = displays.map(displayOf);
  }

  getAllDisplays(): Electron.Display[] {
    this.#ready();
    return [...this.#displays];
  }

  getPrimaryDisplay(): Electron.Display {
    this.#ready();
    const [primary] = this.#displays;
    if (!primary) throw new Error('this computer has no display');
    return primary;
  }

  getCursorScreenPoint(): Electron.Point {
    this.#ready();
    return { x: 0, y: 0 };
  }

  getDisplayNearestPoint(point: Electron.Point): Electron.Display {
    return this.getDisplayMatching({ ...point, width: 1, height: 1 });
  }

  getDisplayMatching(rectangle: Electron.Rectangle): Electron.Display {
    const primary = this.getPrimaryDisplay();
    const by = (display: Electron.Display) => overlap(display.bounds, rectangle);
    return this.#displays.reduce((best, display) => (by(display) > by(best) ? display : best), primary);
  }

  /** Bounds on a display that is still there; a window that would be out of sight comes to the primary one. */
  broughtBack(bounds: Electron.Rectangle): Electron.Rectangle {
    if (this.#displays.some((display) => overlap(display.workArea, bounds) > 0)) return bounds;
    const area = this.getPrimaryDisplay().workArea;
    return {
      x: area.x,
      y: area.y,
      width: Math.min(bounds.width, area.width),
      height: Math.min(bounds.height, area.height),
    };
  }

  // docs/api/screen.md#event-display-removed
  unplug(index: number): void {
    const [gone] = this.#displays.splice(index, 1);
    if (gone) this.tell('display-removed', createEvent(), gone);
  }

  // docs/api/screen.md#event-display-metrics-changed
  scales(index: number, scaleFactor: number): void {
    const display = this.#displays[index];
    if (!display) throw new Error(`this computer has no display ${index}`);
    const changed = { ...display, scaleFactor };
    this.#displays[index] = changed;
    this.tell('display-metrics-changed', createEvent(), changed, ['scaleFactor']);
  }

  // docs/api/screen.md#event-display-added
  plugIn(bounds: Electron.Rectangle): void {
    const display = displayOf(bounds, this.#displays.length);
    this.#displays.push(display);
    this.tell('display-added', createEvent(), display);
  }

  // docs/api/screen.md, first note: not before ready
  #ready(): void {
    this.#world.requireReady("The 'screen' module can't be used before the app 'ready' event");
  }
}

function displayOf(bounds: Electron.Rectangle, index: number): Electron.Display {
  const size = { width: bounds.width, height: bounds.height };
  return {
    accelerometerSupport: 'unknown',
    bounds,
    colorDepth: 24,
    colorSpace: '',
    depthPerComponent: 8,
    detected: true,
    displayFrequency: 60,
    id: index + 1,
    internal: index === 0,
    label: `Display ${index + 1}`,
    maximumCursorSize: { width: 64, height: 64 },
    monochrome: false,
    nativeOrigin: { x: bounds.x, y: bounds.y },
    rotation: 0,
    scaleFactor: 1,
    size,
    touchSupport: 'unknown',
    workArea: bounds,
    workAreaSize: size,
  };
}

function overlap(one: Electron.Rectangle, other: Electron.Rectangle): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  return width > 0 && height > 0 ? width * height : 0;
}
