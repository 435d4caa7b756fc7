import { type FileHandle, open } from 'node:fs/promises';
import { currentFile, rotatedFile, rotatedNumbers } from './log-names.ts';

export interface PageRequest {
  readonly directory: string;
  readonly baseName: string;
  /** A `before` that an earlier page gave; null for the newest page. */
  readonly before: string | null;
  readonly limit: number;
}

export interface StoredPage {
  /** Oldest first. */
  readonly lines: readonly string[];
  readonly before: string | null;
}

const BLOCK_BYTES = 64 * 1024;
const MAX_PAGE_LINES = 5000;
/** A page of very long lines ends earlier. */
const MAX_PAGE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** A place in a server's files: the number of the file and the offset of the first byte that is not wanted. */
interface Place {
  readonly number: number;
  readonly end: number;
}

/**
 * Reads pages backwards over a current and its rotated files, also while another process writes them. A place stays
 * valid when its file is rotated meanwhile; where it was deleted, reading goes on with the next older file.
 */
export async function readPage(request: PageRequest): Promise<StoredPage> {
  const { directory, baseName } = request;
  const limit = Math.min(MAX_PAGE_LINES, Math.max(0, Math.floor(request.limit)));
  const place = request.before === null ? null : parsePlace(request.before);
  if (limit === 0 || (request.before !== null && place === null)) return { lines: [], before: null };

  const found: Found[] = [];
  let bytes = 0;
  let next: Place | null = place;
  for (;;) {
    await using file = await openNewest(directory, baseName, next?.number ?? Number.MAX_SAFE_INTEGER);
    if (file === null) return { lines: texts(found), before: null };
    const end = next?.number === file.number ? next.end : Number.MAX_SAFE_INTEGER;
    const part = await readBackwards(file.handle, end, limit - found.length, MAX_PAGE_BYTES - bytes);
    found.push(...part);
    bytes += part.reduce((sum, line) => sum + line.text.length, 0);
    const oldest = part.at(-1);
    if (oldest && oldest.offset > 0 && (found.length >= limit || bytes >= MAX_PAGE_BYTES)) {
      return { lines: texts(found), before: `${file.number}.${oldest.offset}` };
    }
    next = { number: file.number - 1, end: Number.MAX_SAFE_INTEGER };
    if (found.length >= limit || bytes >= MAX_PAGE_BYTES) {
      const older = (await rotatedNumbers(directory, baseName)).some((number) => number < file.number);
      return { lines: texts(found), before: older ? `${file.number}.0` : null };
    }
  }
}

function parsePlace(text: string): Place | null {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(text);
  return match ? { number: Number(match[1]), end: Number(match[2]) } : null;
}

function texts(found: readonly Found[]): readonly string[] {
  return found.map((line) => line.text).reverse();
}

interface OpenFile extends AsyncDisposable {
  readonly handle: FileHandle;
  readonly number: number;
}

/** The newest file whose number is not above `atMost`; the current file has the number after the last rotated one. */
async function openNewest(directory: string, baseName: string, atMost: number): Promise<OpenFile | null> {
  for (let attempt = 0; attempt < 10; attempt++) {
    const rotated = await rotatedNumbers(directory, baseName);
    const currentNumber = (rotated.at(-1) ?? 0) + 1;
    const number =
      currentNumber <= atMost ? currentNumber : rotated.findLast((candidate) => candidate <= atMost);
    if (number === undefined) return null;
    const isCurrent = number === currentNumber;
    const path = isCurrent ? currentFile(directory, baseName) : rotatedFile(directory, baseName, number);
    const handle = await openIfThere(path);
    if (handle === null) {
      // Between a rotation and the first line after it there is no current file; a rotated one was just deleted.
      if (isCurrent) return openNewest(directory, baseName, number - 1);
      continue;
    }
    // Rotated between listing and opening: then this is another file than we took it for.
    if (isCurrent && ((await rotatedNumbers(directory, baseName)).at(-1) ?? 0) + 1 !== currentNumber) {
      await handle.close();
      continue;
    }
    return { handle, number, [Symbol.asyncDispose]: () => handle.close() };
  }
  return null;
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, 'r');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

interface Found {
  readonly text: string;
  /** Where in the file the line begins. */
  readonly offset: number;
}

/** Lines before `end`, newest first. What has no newline yet, a write under way, is left out. */
async function readBackwards(
  handle: FileHandle,
  end: number,
  maxLines: number,
  maxBytes: number,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  let blockEnd = Math.min(end, (await handle.stat()).size);
  let rest: Buffer = Buffer.alloc(0);
  let bytes = 0;
  let terminated = false;
  while (blockEnd > 0) {
    const blockStart = Math.max(0, blockEnd - BLOCK_BYTES);
    const block = Buffer.allocUnsafe(blockEnd - blockStart);
    const { bytesRead } = await handle.read(block, 0, block.length, blockStart);
    const data = Buffer.concat([block.subarray(0, bytesRead), rest]);
    let stop = data.length;
    if (!terminated) {
      stop = data.lastIndexOf(NEWLINE) + 1;
      terminated = stop > 0;
    }
    while (stop > 0) {
      const previous = stop >= 2 ? data.lastIndexOf(NEWLINE, stop - 2) : -1;
      if (previous === -1 && blockStart > 0) break;
      found.push({ text: data.toString('utf8', previous + 1, stop - 1), offset: blockStart + previous + 1 });
      bytes += stop - previous;
      stop = previous + 1;
      if (found.length >= maxLines || bytes >= maxBytes) return found;
    }
    rest = terminated ? data.subarray(0, stop) : Buffer.alloc(0);
    blockEnd = blockStart;
  }
  return found;
}
