import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import type * as Electron from 'electron';
import type { World } from './world.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const ICO = Buffer.from([0, 0, 1, 0]);
const SUFFIXES = [1.25, 1.33, 1.4, 1.5, 1.8, 2, 2.5, 3, 4, 5];

interface Representation {
  readonly scaleFactor: number;
  readonly size: Electron.Size;
  readonly data: Buffer;
}

type Used = Pick<
  Electron.NativeImage,
  | 'addRepresentation'
  | 'getScaleFactors'
  | 'getSize'
  | 'isEmpty'
  | 'isMacTemplateImage'
  | 'isTemplateImage'
  | 'setTemplateImage'
  | 'toDataURL'
  | 'toPNG'
>;

/** docs/api/native-image.md: an image knows its scales and whether it is empty; ours knows its file too. */
export class FakeNativeImage implements Used {
  readonly path: string | null;
  readonly #world: World;
  readonly #representations: Representation[];
  #template = false;

  constructor(world: World, representations: readonly Representation[], path: string | null) {
    this.#world = world;
    this.#representations = [...representations];
    this.path = path;
    // docs/api/native-image.md#template-image-macos: told by the end of the file's name
    if (path && /Template(@[\d.]+x)?\./.test(basename(path))) this.setTemplateImage(true);
  }

  isEmpty(): boolean {
    return this.#representations.length === 0;
  }

  getSize(scaleFactor = 1): Electron.Size {
    const nearest =
      this.#representations.find((one) => one.scaleFactor >= scaleFactor) ?? this.#representations.at(-1);
    if (!nearest) return { width: 0, height: 0 };
    return {
      width: Math.round(nearest.size.width / nearest.scaleFactor),
      height: Math.round(nearest.size.height / nearest.scaleFactor),
    };
  }

  getScaleFactors(): number[] {
    return this.#representations.map((one) => one.scaleFactor);
  }

  // docs/api/native-image.md#imageaddrepresentationoptions
  addRepresentation(options: Electron.AddRepresentationOptions): void {
    const data = options.buffer ?? bufferOf(options.dataURL ?? '');
    const size = sizeOf(data, this.#world);
    if (!size) return;
    this.#representations.push({ scaleFactor: options.scaleFactor ?? 1, size, data });
    this.#representations.sort((one, other) => one.scaleFactor - other.scaleFactor);
  }

  // docs/api/native-image.md#imagesettemplateimageoption: means something on macOS only
  setTemplateImage(option: boolean): void {
    this.#template = option && this.#world.platform === 'darwin';
  }

  isTemplateImage(): boolean {
    return this.#template;
  }

  get isMacTemplateImage(): boolean {
    return this.#template;
  }

  set isMacTemplateImage(option: boolean) {
    this.setTemplateImage(option);
  }

  toPNG(): Buffer {
    return Buffer.from(this.#representations[0]?.data ?? []);
  }

  toDataURL(): string {
    return `data:image/png;base64,${this.toPNG().toString('base64')}`;
  }
}

/** docs/api/native-image.md, methods: a file that is missing or no image makes an empty one, never an error. */
export function createNativeImage(world: World) {
  const fromBuffer = (data: Buffer, scaleFactor: number) => {
    const size = sizeOf(data, world);
    return new FakeNativeImage(world, size ? [{ scaleFactor, size, data }] : [], null);
  };
  return {
    createEmpty: () => new FakeNativeImage(world, [], null),
    createFromPath: (path: string) => imageOfFile(world, path),
    createFromBuffer: (data: Buffer, options?: Electron.CreateFromBufferOptions) =>
      fromBuffer(data, options?.scaleFactor ?? 1),
    createFromDataURL: (url: string) => fromBuffer(bufferOf(url), 1),
  };
}

/**
 * Wherever an image may be given as a path too. docs/api/native-image.md: an empty image for null; a path that gives
 * no image is refused (shell/common/api/electron_api_native_image.cc).
 */
export function imageOf(world: World, image: unknown): FakeNativeImage {
  if (image instanceof FakeNativeImage) return image;
  if (image === null) return new FakeNativeImage(world, [], null);
  if (typeof image !== 'string') throw new TypeError('Argument must be a file path or a NativeImage');
  const loaded = imageOfFile(world, image);
  if (loaded.isEmpty()) throw new TypeError(`Failed to load image from path '${image}'`);
  return loaded;
}

// docs/api/native-image.md#high-resolution-image: `icon@2x.png` beside `icon.png` belongs to it
function imageOfFile(world: World, path: string): FakeNativeImage {
  const end = extname(path);
  const stem = join(dirname(path), basename(path, end));
  const files = [{ scaleFactor: 1, file: path }].concat(
    SUFFIXES.map((scaleFactor) => ({ scaleFactor, file: `${stem}@${scaleFactor}x${end}` })),
  );
  const representations = files.flatMap(({ scaleFactor, file }) => {
    if (!existsSync(file)) return [];
    const data = readFileSync(file);
    const size = sizeOf(data, world);
    return size ? [{ scaleFactor, size, data }] : [];
  });
  return new FakeNativeImage(world, representations, representations.length > 0 ? path : null);
}

// docs/api/native-image.md#supported-formats: PNG and JPEG everywhere, ICO on Windows
function sizeOf(data: Buffer, world: World): Electron.Size | null {
  if (data.subarray(0, 4).equals(PNG)) return { width: data.readUInt32BE(16), height: data.readUInt32BE(20) };
  if (data.subarray(0, 3).equals(JPEG)) return { width: 1, height: 1 };
  if (data.subarray(0, 4).equals(ICO) && world.platform === 'win32') {
    return { width: data.readUInt8(6) || 256, height: data.readUInt8(7) || 256 };
  }
  return null;
}

const bufferOf = (dataUrl: string): Buffer => Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64');
