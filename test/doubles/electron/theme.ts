import type * as Electron from 'electron';
import { Emitter, type ThemeEvents } from './emitted.ts';
import type { World } from './world.ts';

/** How the system looks. */
export interface Look {
  readonly dark: boolean;
  /** Windows: the task bar apart from the programs. */
  readonly darkBars: boolean;
  readonly highContrast: boolean;
}

/** docs/api/native-theme.md: what the system looks like, and what the application asks for instead. */
export class FakeNativeTheme
  extends Emitter<ThemeEvents>
  implements
    Pick<
      Electron.NativeTheme,
      | 'inForcedColorsMode'
      | 'prefersReducedTransparency'
      | 'shouldUseDarkColors'
      | 'shouldUseDarkColorsForSystemIntegratedUI'
      | 'shouldUseHighContrastColors'
      | 'shouldUseInvertedColorScheme'
      | 'themeSource'
    >
{
  readonly shouldUseInvertedColorScheme = false;
  readonly prefersReducedTransparency = false;
  readonly #world: World;
  #look: Look = { dark: false, darkBars: false, highContrast: false };
  #source: Electron.NativeTheme['themeSource'] = 'system';

  constructor(world: World) {
    super();
    this.#world = world;
  }

  // docs/api/native-theme.md#nativethemethemesource: told by `updated`
  get themeSource(): Electron.NativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: Electron.NativeTheme['themeSource']) {
    if (!['system', 'light', 'dark'].includes(source))
      throw new TypeError(`Error processing argument: ${source}`);
    if (source === this.#source) return;
    this.#source = source;
    this.tell('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'system' ? this.#look.dark : this.#source === 'dark';
  }

  // docs/api/native-theme.md#nativethemeshouldusedarkcolorsforsystemintegratedui-macos-windows-readonly
  get shouldUseDarkColorsForSystemIntegratedUI(): boolean {
    return this.#world.platform === 'win32' ? this.#look.darkBars : this.shouldUseDarkColors;
  }

  get shouldUseHighContrastColors(): boolean {
    return this.#look.highContrast;
  }

  // docs/api/native-theme.md#nativethemeinforcedcolorsmode-windows-readonly
  get inForcedColorsMode(): boolean {
    return this.#world.platform === 'win32' && this.#look.highContrast;
  }

  /** The person changes the system's look. */
  looks(change: Partial<Look>): void {
    const darkBars = change.darkBars ?? change.dark ?? this.#look.darkBars;
    this.#look = { ...this.#look, ...change, darkBars };
    this.tell('updated');
  }
}
