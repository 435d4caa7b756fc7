import { join } from 'node:path';
import type { HealthLevel } from '../../../../src-shared/model/aggregate-health.ts';
import type { DesktopPlatform, ElectronApi, NativeImage } from '../electron-api.ts';

type IconElectron = Pick<ElectronApi, 'nativeImage' | 'nativeTheme' | 'screen'>;

/** The picture for what is to be shown now. */
export interface TrayIcon {
  readonly image: NativeImage;
  /** Differs where the picture does. */
  readonly key: string;
  /** The file that should have been it and could not be read. */
  readonly missing: string | null;
}

export interface TrayIconsOptions {
  readonly electron: IconElectron;
  readonly platform: DesktopPlatform;
  /** The folder with `linux`, `mac` and `win` in it. */
  readonly folder: string;
  /** `XDG_CURRENT_DESKTOP`. */
  readonly desktop: string;
}

/** Pixels at a scale of 1; the others are for denser screens. */
const LINUX_SIZE = 22;
const LINUX_SIZES = [22, 24, 32, 44, 48];
/** Their bars are dark whatever the windows are. */
const DARK_BARS = /gnome|unity|cinnamon|budgie|pantheon/i;

/** For an installation that lost its pictures: the mark in a grey that is seen on every bar. */
const BUNDLED =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABYAAAAWCAYAAADEtGw7AAABhUlEQVR42s2UPUskQRCGHw9FBFkQTEThhD32RBFEEQMPxMAvzA/9F4JGJaIIvpFg4B8wuH+gmXCnKPi1kYmcKAhmFxicH2ig6zS00AyON+sscg3FFNXNM9VV9TZ81JL0WVJtVs6nGNSAC+CPpELFwMCE/+aA8UqCaxL8zOCnwC/9oxdt5YDTNDcnaQs4kXQoqSoNuCrBf4E2AL8iG/ChXqAzU8Ye+hPoDsLrZnZcbsYhtBHYAbqC8C7wPW2Nb+O+h24DHTHoiJndpwWvAdfAubumj20A7cGZg8jGzOwui7wLkkqBFSXVv0fSdZJ6JOXdGJnZKbDvt12Ths3spiywpBXgL1AEzoBLSaMR2Nkg8M3MrspSnqQhYAqoDvaagVXXRDNzgnC3mZa0kGBzkr7GM+5P+PEXoMX7R8ByJPX5BFv0amwKwW/pvtW/z00pKuB0kA/BewkHH12mZvYAzEQ32/Qz/Zpt+dLthdNQL+l3bLScLWV6Nv0I9fk6OUH8ACbNbJb/bT0D6l6dJAF1MzIAAAAASUVORK5CYII=';

export function createTrayIcons(options: TrayIconsOptions): { choose(look: HealthLevel): TrayIcon } {
  const { electron } = options;
  const known = new Map<string, NativeImage>();
  const load = (file: string): NativeImage => {
    const image = known.get(file) ?? electron.nativeImage.createFromPath(file);
    if (!image.isEmpty()) known.set(file, image);
    return image;
  };
  return {
    choose(look) {
      const files = filesFor(look, options);
      const found = files.find((file) => !load(file).isEmpty());
      const missing = found === files[0] ? null : (files[0] ?? null);
      if (found !== undefined) return { image: load(found), key: found, missing };
      const image = electron.nativeImage.createFromDataURL(BUNDLED);
      image.setTemplateImage(true);
      return { image, key: BUNDLED, missing };
    },
  };
}

/** The right one first, then what shows the same state less well. */
function filesFor(look: HealthLevel, options: TrayIconsOptions): readonly string[] {
  const { platform, folder, electron } = options;
  // The other pixels of the same picture, `@2x`, macOS finds by itself.
  if (platform === 'darwin') return [join(folder, 'mac', `${look}Template.png`)];
  const bars = isBarDark(options) ? ['dark', 'light'] : ['light', 'dark'];
  if (platform === 'win32') return bars.map((bar) => join(folder, 'win', `${look}-${bar}.ico`));
  const size = linuxSize(electron);
  const sizes = [size, ...LINUX_SIZES.filter((other) => other !== size)];
  return bars.flatMap((bar) => sizes.map((each) => join(folder, 'linux', `${look}-${bar}-${each}.png`)));
}

function isBarDark({ platform, electron, desktop }: TrayIconsOptions): boolean {
  const theme = electron.nativeTheme;
  if (platform === 'win32') return theme.shouldUseDarkColorsForSystemIntegratedUI;
  // A theme that was chosen for our window says nothing of the bar, and most bars are dark.
  return DARK_BARS.test(desktop) || theme.themeSource !== 'system' || theme.shouldUseDarkColors;
}

/** Electron hands one picture on in its own pixels, so it is chosen by the screen's scale. */
function linuxSize({ screen }: IconElectron): number {
  const wanted = LINUX_SIZE * screen.getPrimaryDisplay().scaleFactor;
  return LINUX_SIZES.find((size) => size >= wanted) ?? LINUX_SIZES.at(-1) ?? LINUX_SIZE;
}
