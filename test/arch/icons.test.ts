import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readIcns, readIco, readPng } from '../../assets/build/icon-formats.ts';
import { createPainter, fingerprint, iconFiles, RECORD } from '../../assets/build/icons.ts';
import { browserPath } from '../support/browser.ts';
import { ROOT } from './import-graph.ts';

const at = (path: string): string => join(ROOT, 'assets', path);
const read = (path: string): Buffer => readFileSync(at(path));

/** Every picture in a file, as PNGs; what an ICO holds as a bitmap is left out. */
function pngsIn(path: string): readonly Buffer[] {
  const file = read(path);
  if (path.endsWith('.ico')) return readIco(file).flatMap(({ isPng, data }) => (isPng ? [data] : []));
  if (path.endsWith('.icns')) return readIcns(file).map(({ data }) => data);
  return [file];
}

describe('the icons that are checked in', () => {
  test('are made from the sources as they are: where not, "node assets/build/icons.ts" draws them anew', () => {
    expect(JSON.parse(read(RECORD).toString())).toEqual(fingerprint());
  });

  test('are all there, and nothing else is', () => {
    const folders = ['tray/linux', 'tray/mac', 'tray/win', 'icons/linux'];
    const there = folders.flatMap((folder) => readdirSync(at(folder)).map((name) => `${folder}/${name}`));
    const planned = iconFiles.map(({ path }) => path);
    expect(there.sort()).toEqual(
      planned.filter((path) => folders.some((one) => path.startsWith(one))).sort(),
    );
    expect(planned.filter((path) => !existsSync(at(path)))).toEqual([]);
  });

  test('are small', () => {
    const sizes = iconFiles.map(({ path }) => [path, read(path).length] as const);
    const tray = sizes.filter(([path]) => path.startsWith('tray/'));
    expect(tray.filter(([, bytes]) => bytes > 4000)).toEqual([]);
    expect(sizes.reduce((sum, [, bytes]) => sum + bytes, 0)).toBeLessThan(250_000);
  });

  test('have the sizes of their names, and for macOS the density too', () => {
    for (const path of iconFiles.map((file) => file.path).filter((one) => one.startsWith('tray/linux/')))
      expect([path, readPng(read(path)).size]).toEqual([path, Number(/-(\d+)\.png$/.exec(path)?.[1])]);
    const { size, dpi } = readPng(read('tray/mac/okTemplate@2x.png'));
    expect({ size, dpi }).toEqual({ size: 32, dpi: 144 });
    expect(readPng(read('tray/mac/okTemplate.png'))).toMatchObject({ size: 16, dpi: 72 });
    expect(readIco(read('tray/win/failed-dark.ico')).map(({ size: each }) => each)).toEqual([
      16, 20, 24, 32, 48,
    ]);
    expect(readIco(read('icons/icon.ico')).map((each) => [each.size, each.isPng])).toEqual([
      [16, false],
      [24, false],
      [32, false],
      [48, false],
      [64, false],
      [256, true],
    ]);
    const types = readIcns(read('icons/icon.icns')).map(({ type, data }) => [type, readPng(data).size]);
    expect(types).toEqual([
      ['icp4', 16],
      ['ic11', 32],
      ['icp5', 32],
      ['ic12', 64],
      ['ic07', 128],
      ['ic13', 256],
      ['ic08', 256],
      ['ic14', 512],
      ['ic09', 512],
      ['ic10', 1024],
    ]);
  });

  test('are black and transparent for macOS, which colours them', () => {
    for (const { path } of iconFiles.filter((file) => file.path.startsWith('tray/mac/'))) {
      const { rgba } = readPng(read(path));
      expect([path, rgba.filter((value, index) => index % 4 !== 3 && value !== 0).length]).toEqual([path, 0]);
      expect(rgba.some((_, index) => index % 4 === 3 && rgba[index] === 255)).toBe(true);
    }
  });

  test('differ in shape from state to state, not in colour alone', () => {
    const shapes = ['ok', 'busy', 'degraded', 'failed', 'stopped'].map(
      (level) => readPng(read(`tray/mac/${level}Template.png`)).rgba,
    );
    for (const [index, shape] of shapes.entries()) {
      for (const other of shapes.slice(index + 1)) {
        const pixels = shape.filter((value, i) => i % 4 === 3 && Math.abs(value - (other[i] ?? 0)) > 128);
        expect(pixels.length).toBeGreaterThan(40);
      }
    }
  });
});

/** How far two browsers may differ in smoothing an edge, of 255. */
const SMOOTHING = 48;

/** Bytes that differ: of alpha everywhere, of the colours where they are seen in full. */
function strange(one: Uint8Array, other: Uint8Array): number {
  const alpha = (of: Uint8Array, i: number) => of[i - (i % 4) + 3] ?? 0;
  return one.filter((value, i) => {
    const isSeen = i % 4 === 3 || Math.min(alpha(one, i), alpha(other, i)) > 200;
    return isSeen && Math.abs(value - (other[i] ?? 0)) > SMOOTHING;
  }).length;
}

describe.skipIf(browserPath === null)('drawn again (skipped where no Chromium is installed)', () => {
  test('they are what is checked in', { timeout: 120_000 }, async () => {
    await using painter = await createPainter();
    const small = iconFiles.filter(
      ({ path, drawings }) => path !== 'icons/icon.ico' && drawings.every(({ size }) => size <= 64),
    );
    expect(small.length).toBeGreaterThan(70);
    for (const { path, drawings } of small) {
      const pngs = pngsIn(path).map(readPng);
      for (const [index, drawing] of drawings.entries()) {
        const { size, rgba } = await painter.draw(drawing);
        const there = pngs[index];
        expect([path, there?.size, strange(rgba, there?.rgba ?? new Uint8Array())]).toEqual([path, size, 0]);
      }
    }
  });
});
