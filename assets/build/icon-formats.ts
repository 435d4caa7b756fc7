// The containers that icons come in: PNG, ICO and ICNS, written and (for the tests) read again.
import { deflateSync, inflateSync } from 'node:zlib';

/** Pixels as RGBA, one byte each, not premultiplied. */
export interface Picture {
  readonly size: number;
  readonly rgba: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const CHANNELS = 4;
const METRES_PER_INCH = 0.0254;

/** `dpi`: macOS takes an image of 144 dpi for its screens with twice the pixels. */
export function png({ size, rgba }: Picture, dpi?: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6], 8); // 8 bits, RGBA
  const stride = size * CHANNELS;
  const rows = Array.from({ length: size }, (_, y) => filteredRow(rgba, y, stride));
  const density = dpi === undefined ? [] : [chunk('pHYs', pixelsPerMetre(dpi))];
  const data = deflateSync(Buffer.concat(rows), { level: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    ...density,
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Each row as the difference to the one above it, or as it is, whichever is nearer to zeros. */
function filteredRow(rgba: Uint8Array, y: number, stride: number): Buffer {
  const row = rgba.subarray(y * stride, (y + 1) * stride);
  const above = y === 0 ? new Uint8Array(stride) : rgba.subarray((y - 1) * stride, y * stride);
  const up = row.map((value, x) => value - (above[x] ?? 0));
  const weight = (values: Uint8Array) => values.reduce((sum, value) => sum + Math.min(value, 256 - value), 0);
  return weight(up) < weight(row) ? Buffer.from([2, ...up]) : Buffer.from([0, ...row]);
}

function pixelsPerMetre(dpi: number): Buffer {
  const data = Buffer.alloc(9);
  const density = Math.round(dpi / METRES_PER_INCH);
  data.writeUInt32BE(density, 0);
  data.writeUInt32BE(density, 4);
  data[8] = 1; // the unit is the metre
  return data;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function crc32(data: Buffer): number {
  let crc = ~0;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

/** What `png` wrote. `dpi` null where it says none. */
export function readPng(file: Buffer): Picture & { readonly dpi: number | null } {
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG');
  let size = 0;
  let dpi: number | null = null;
  const parts: Buffer[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, at + 8 + length);
    const sum = file.readUInt32BE(at + 8 + length);
    if (sum !== crc32(file.subarray(at + 4, at + 8 + length))) throw new Error(`${type} is damaged`);
    if (type === 'IHDR') size = data.readUInt32BE(0);
    if (type === 'pHYs') dpi = Math.round(data.readUInt32BE(0) * METRES_PER_INCH);
    if (type === 'IDAT') parts.push(data);
    at += length + 12;
  }
  const stride = size * CHANNELS;
  const raw = inflateSync(Buffer.concat(parts));
  const rgba = new Uint8Array(size * stride);
  for (let y = 0; y < size; y++) {
    const isDifference = raw[y * (stride + 1)] === 2;
    for (let x = 0; x < stride; x++) {
      const above = isDifference && y > 0 ? (rgba[(y - 1) * stride + x] ?? 0) : 0;
      rgba[y * stride + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + above;
    }
  }
  return { size, rgba, dpi };
}

/** An icon of Windows. Each picture is a PNG, which Windows reads since Vista; `bitmapsBelow`: smaller ones are bitmaps, for tools that want them so. */
export function ico(pictures: readonly Picture[], { bitmapsBelow = 0 } = {}): Buffer {
  const images = pictures.map((picture) => (picture.size < bitmapsBelow ? bitmap(picture) : png(picture)));
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2); // an icon, not a cursor
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size }] of pictures.entries()) {
    const image = images[index] ?? Buffer.alloc(0);
    const at = 6 + 16 * index;
    head.set([size % 256, size % 256], at); // 0 stands for 256
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(image.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += image.length;
  }
  return Buffer.concat([head, ...images]);
}

/** A bitmap as icons hold it: bottom up, BGRA, then a mask of one bit a pixel that alpha makes needless. */
function bitmap({ size, rgba }: Picture): Buffer {
  const head = Buffer.alloc(40);
  head.writeUInt32LE(40, 0);
  head.writeInt32LE(size, 4);
  head.writeInt32LE(size * 2, 8); // picture and mask
  head.writeUInt16LE(1, 12);
  head.writeUInt16LE(32, 14);
  const pixels = Buffer.alloc(size * size * CHANNELS);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const from = (y * size + x) * CHANNELS;
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(from, from + CHANNELS);
      pixels.set([blue, green, red, alpha], ((size - 1 - y) * size + x) * CHANNELS);
    }
  }
  return Buffer.concat([head, pixels, Buffer.alloc(size * Math.ceil(size / 32) * 4)]);
}

/** The pictures in an icon of Windows: size, and whether it is a PNG. */
export function readIco(file: Buffer): readonly { size: number; isPng: boolean; data: Buffer }[] {
  if (file.readUInt32LE(0) !== 0x10000) throw new Error('not an ICO');
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index;
    const offset = file.readUInt32LE(at + 12);
    const data = file.subarray(offset, offset + file.readUInt32LE(at + 8));
    return { size: file[at] || 256, isPng: data.subarray(0, 8).equals(SIGNATURE), data };
  });
}

/** Types of macOS by pixels: those of ordinary screens, and those of screens with twice the pixels. */
const ICNS_TYPES: readonly (readonly [type: string, size: number])[] = [
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
];
export const ICNS_SIZES: readonly number[] = [...new Set(ICNS_TYPES.map(([, size]) => size))];

/** An icon of macOS, which takes a picture of every one of `ICNS_SIZES`. */
export function icns(pictures: readonly Picture[]): Buffer {
  const bySize = new Map(pictures.map((picture) => [picture.size, png(picture)]));
  const blocks = ICNS_TYPES.map(([type, size]) => block(type, bySize.get(size) ?? Buffer.alloc(0)));
  return block('icns', Buffer.concat(blocks));
}

function block(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(data.length + 8, 4);
  return Buffer.concat([head, data]);
}

export function readIcns(file: Buffer): readonly { type: string; data: Buffer }[] {
  if (file.toString('latin1', 0, 4) !== 'icns' || file.readUInt32BE(4) !== file.length)
    throw new Error('not an ICNS');
  const found: { type: string; data: Buffer }[] = [];
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at + 4);
    found.push({ type: file.toString('latin1', at, at + 4), data: file.subarray(at + 8, at + length) });
    at += length;
  }
  return found;
}
