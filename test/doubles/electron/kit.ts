import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../../support/temp.ts';
import { createElectronDouble, type ElectronDouble, type ElectronDoubleOptions } from './index.ts';

/** A double with a folder of its own; both are gone at the end of the block. */
export interface Started extends AsyncDisposable {
  readonly double: ElectronDouble;
  readonly electron: ElectronDouble['electron'];
  readonly user: ElectronDouble['user'];
  readonly folder: string;
  /** A picture of that many pixels, in the folder. */
  picture(name: string, pixels?: number): string;
}

/** `await using it = await started();` Ready at once unless `ready: 'by-itself'`. */
export async function started(options: Partial<ElectronDoubleOptions> = {}): Promise<Started> {
  const folder = await tempFolder('electron');
  const double = createElectronDouble({ userData: folder.path, ready: 'now', ...options });
  return {
    double,
    electron: double.electron,
    user: double.user,
    folder: folder.path,
    picture: (name, pixels = 16) => picture(join(folder.path, name), pixels),
    async [Symbol.asyncDispose]() {
      double.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** The head of an image file: as much as anybody looks at here. */
function picture(path: string, pixels: number): string {
  writeFileSync(path, path.endsWith('.ico') ? ico(pixels) : png(pixels));
  return path;
}

function png(pixels: number): Buffer {
  const head = Buffer.alloc(33);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(head);
  head.writeUInt32BE(pixels, 16);
  head.writeUInt32BE(pixels, 20);
  return head;
}

function ico(pixels: number): Buffer {
  const head = Buffer.alloc(22);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(1, 4);
  head.writeUInt8(pixels, 6);
  head.writeUInt8(pixels, 7);
  return head;
}
