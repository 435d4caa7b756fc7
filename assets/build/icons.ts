// node assets/build/icons.ts: draws the icons of tray, task bar and application anew from assets/icons/*.svg. The files
// are checked in, so only a change of a source needs it (and a Chromium, which draws). `--sheet FILE` writes a picture of
// the tray's icons on light and dark bars instead, to be looked at.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { launchBrowser } from '../../test/support/browser.ts';
import { ICNS_SIZES, icns, ico, type Picture, png } from './icon-formats.ts';

const ASSETS = join(import.meta.dirname, '..');

export const levels = ['ok', 'busy', 'degraded', 'failed', 'stopped'] as const;
type Level = (typeof levels)[number];
/** Of the bar that the icon lies on, not of the icon. */
export const bars = ['light', 'dark'] as const;
type Bar = (typeof bars)[number];

/** As drawn in the design of the tray; black for macOS, which colours by itself. */
const COLOURS: Readonly<Record<Bar, Readonly<Record<Level, string>>>> = {
  light: { ok: '#1a1d1b', busy: '#2c5fc0', degraded: '#b46100', failed: '#c42e24', stopped: '#6b706b' },
  dark: { ok: '#e6e8e3', busy: '#7ba3f5', degraded: '#ee9f3b', failed: '#f0655a', stopped: '#848d88' },
};
const BLACK = '#000000';

export const LINUX_SIZES = [16, 22, 24, 32, 44, 48] as const;
const WINDOWS_SIZES = [16, 20, 24, 32, 48] as const;
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;
const APP_ICO_SIZES = [16, 24, 32, 48, 64, 256] as const;
/** Around the logo on macOS, whose icons leave a margin: the logo fills 60 of these 74.5. */
const MAC_VIEW = '-5.25 -5.25 74.5 74.5';

/** One drawing of one source. */
export interface Drawing {
  /** Below assets/icons. */
  readonly source: string;
  /** In place of `currentColor`; null: it has colours of its own. */
  readonly colour: string | null;
  readonly viewBox?: string;
  readonly size: number;
}

/** A file, what is drawn for it and how that becomes its bytes. */
export interface IconFile {
  /** Below assets. */
  readonly path: string;
  readonly drawings: readonly Drawing[];
  readonly write: (pictures: readonly Picture[]) => Buffer;
}

const single = (dpi?: number) => (pictures: readonly Picture[]) => {
  const [picture] = pictures;
  if (picture === undefined) throw new Error('nothing was drawn');
  return png(picture, dpi);
};

function trayFiles(level: Level): readonly IconFile[] {
  const source = `tray/${level}.svg`;
  const draw = (colour: string, size: number): Drawing => ({ source, colour, size });
  const mac = (name: string, size: number, dpi: number): IconFile => ({
    path: `tray/mac/${name}.png`,
    drawings: [draw(BLACK, size)],
    write: single(dpi),
  });
  return [
    mac(`${level}Template`, 16, 72),
    mac(`${level}Template@2x`, 32, 144),
    ...bars.flatMap((bar) => [
      ...LINUX_SIZES.map((size) => ({
        path: `tray/linux/${level}-${bar}-${size}.png`,
        drawings: [draw(COLOURS[bar][level], size)],
        write: single(),
      })),
      {
        path: `tray/win/${level}-${bar}.ico`,
        drawings: WINDOWS_SIZES.map((size) => draw(COLOURS[bar][level], size)),
        write: (pictures: readonly Picture[]) => ico(pictures),
      },
    ]),
  ];
}

/** Over the application's button in the task bar of Windows, whose icon is dark: the red of light bars. */
function badgeFile(name: string, size: number): IconFile {
  const drawing = { source: 'tray/failed.svg', colour: COLOURS.light.failed, size };
  return { path: `tray/win/${name}.png`, drawings: [drawing], write: single() };
}

const logo = (size: number, viewBox?: string): Drawing => ({
  source: 'logo.svg',
  colour: null,
  size,
  ...(viewBox === undefined ? {} : { viewBox }),
});

/** Everything that is generated. */
export const iconFiles: readonly IconFile[] = [
  ...levels.flatMap(trayFiles),
  badgeFile('badge-failed', 16),
  badgeFile('badge-failed@2x', 32),
  { path: 'icons/icon.png', drawings: [logo(512)], write: single() },
  ...APP_SIZES.map((size) => ({
    path: `icons/linux/${size}x${size}.png`,
    drawings: [logo(size)],
    write: single(),
  })),
  {
    path: 'icons/icon.ico',
    drawings: APP_ICO_SIZES.map((size) => logo(size)),
    // The installer's compiler takes small pictures as bitmaps only.
    write: (pictures) => ico(pictures, { bitmapsBelow: 256 }),
  },
  { path: 'icons/icon.icns', drawings: ICNS_SIZES.map((size) => logo(size, MAC_VIEW)), write: icns },
];

/** Where it is written from what the files were made. */
export const RECORD = 'icons/made-from.json';

/** Changes with every source and with the plan; whoever changes either draws anew. */
export function fingerprint(): Readonly<Record<string, string>> {
  const sources = [...new Set(iconFiles.flatMap(({ drawings }) => drawings.map(({ source }) => source)))];
  const plan = JSON.stringify(iconFiles.map(({ path, drawings }) => [path, drawings]));
  const hash = (text: string | Buffer) => createHash('sha256').update(text).digest('hex').slice(0, 32);
  return Object.fromEntries([
    ['plan', hash(plan)],
    ...sources.map((source) => [source, hash(readSource(source))]),
  ]);
}

function readSource(source: string): string {
  return readFileSync(join(ASSETS, 'icons', source), 'utf8');
}

function coloured({ source, colour, viewBox, size }: Drawing): string {
  const svg = readSource(source)
    .replaceAll('currentColor', colour ?? 'currentColor')
    .replace(/ width="[\d.]+" height="[\d.]+"/, ` width="${size}" height="${size}"`);
  return viewBox === undefined ? svg : svg.replace(/viewBox="[^"]+"/, `viewBox="${viewBox}"`);
}

export interface Painter extends AsyncDisposable {
  draw(drawing: Drawing): Promise<Picture>;
  /** A whole page as a PNG. */
  picture(html: string, width: number, height: number): Promise<Buffer>;
}

export async function createPainter(): Promise<Painter> {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  return {
    async draw(drawing) {
      const { size, colour } = drawing;
      const rgba = Uint8Array.from(
        await page.evaluate<number[]>(`(${PIXELS_OF})(${JSON.stringify({ svg: coloured(drawing), size })})`),
      );
      return { size, rgba: colour === null ? rgba : withColour(rgba, colour) };
    },
    async picture(html, width, height) {
      await page.setViewportSize({ width, height });
      await page.setContent(html);
      return page.screenshot();
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

/** Runs in the browser; a text, because here are no types of the browser's. */
const PIXELS_OF = `async ({ svg, size }) => {
  const image = new Image();
  image.src = 'data:image/svg+xml,' + encodeURIComponent(svg);
  await image.decode();
  const context = new OffscreenCanvas(size, size).getContext('2d');
  context.drawImage(image, 0, 0, size, size);
  return [...context.getImageData(0, 0, size, size).data];
}`;

/** A canvas keeps colours multiplied with alpha, and at thin edges returns them inexact. */
function withColour(rgba: Uint8Array, colour: string): Uint8Array {
  const rgb = Buffer.from(colour.slice(1), 'hex');
  return rgba.map((value, index) => {
    const channel = index % 4;
    if (channel === 3) return value;
    return rgba[index - channel + 3] === 0 ? 0 : (rgb[channel] ?? 0);
  });
}

async function writeAll(): Promise<void> {
  await using painter = await createPainter();
  for (const folder of ['tray/linux', 'tray/mac', 'tray/win', 'icons/linux'])
    rmSync(join(ASSETS, folder), { recursive: true, force: true });
  let bytes = 0;
  for (const { path, drawings, write } of iconFiles) {
    const pictures: Picture[] = [];
    for (const drawing of drawings) pictures.push(await painter.draw(drawing));
    const file = write(pictures);
    mkdirSync(dirname(join(ASSETS, path)), { recursive: true });
    writeFileSync(join(ASSETS, path), file);
    bytes += file.length;
  }
  writeFileSync(join(ASSETS, RECORD), `${JSON.stringify(fingerprint(), null, 2)}\n`);
  process.stdout.write(`${iconFiles.length} files, ${Math.round(bytes / 1000)} kB\n`);
}

/** Each icon of the tray as it lies on a bar, in its own pixels and four times as large. */
async function writeSheet(file: string): Promise<void> {
  await using painter = await createPainter();
  const cell = async (drawing: Drawing) => {
    const data = png(await painter.draw(drawing)).toString('base64');
    const image = (scale: number) =>
      `<img src="data:image/png;base64,${data}" width="${drawing.size * scale}" style="image-rendering:pixelated">`;
    return `${image(1)} ${image(4)}`;
  };
  const rows: string[] = [];
  for (const [background, colours] of [
    ['#fbfaf7', COLOURS.light],
    ['#171b1a', COLOURS.dark],
    ['#ffffff', null],
  ] as const) {
    for (const level of levels) {
      const colour = colours === null ? BLACK : colours[level];
      const cells = await Promise.all(
        [16, 22, 32].map((size) => cell({ source: `tray/${level}.svg`, colour, size })),
      );
      rows.push(`<tr style="background:${background}"><td>${cells.join('<td>')}`);
    }
  }
  writeFileSync(file, await painter.picture(`<table>${rows.join('')}</table>`, 460, 15 * 134 + 30));
}

if (import.meta.main) {
  const sheet = process.argv.indexOf('--sheet');
  await (sheet === -1 ? writeAll() : writeSheet(process.argv[sheet + 1] ?? 'icons.png'));
}
