import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import { currentFile, rotatedFile, rotatedNumbers } from './log-names.ts';

export interface RotatedFileOptions {
  readonly directory: string;
  readonly baseName: string;
  /** Bytes of one file, and how many files in all. */
  readonly maxSize: number;
  readonly maxFiles: number;
  readonly clock: Clock;
  /** The line, without newline, that stands where lines were lost because the disk could not take them. */
  readonly lostLine: (lines: number) => string;
  readonly onTrouble: (error: NodeJS.ErrnoException) => void;
  readonly onWritten: (bytes: number) => void;
}

/** Lines appended to a file that is rotated by size. Nothing here throws or rejects. */
export interface RotatedFile {
  /** `line` without newline. Kept in memory until written; bounded, beyond that counted as lost. */
  append(line: string): void;
  /** Resolves when all that was appended is written, or could not be. */
  flush(): Promise<void>;
  /** For the moment before the process dies: writes what waits, whatever else is under way. */
  flushSync(): void;
  setLimits(maxSize: number, maxFiles: number): void;
  /** The last attempt to write failed. */
  readonly failing: boolean;
  /** Lines that wait or were lost, so the files do not tell all. */
  readonly behind: boolean;
  close(): Promise<void>;
}

const WRITE_AFTER_MS = 100;
const WRITE_AT_ONCE_BYTES = 256 * 1024;
/** More than a second of the fastest server: beyond it the disk is stuck. */
const MAX_PENDING_BYTES = 4 * 1024 * 1024;
/** While the disk refuses, memory only (the ring has the newest lines); this much is kept to be written later. */
const MAX_PENDING_IN_TROUBLE_BYTES = 64 * 1024;
const RETRY_AFTER_MS = 5000;
/** Quiet servers hold no descriptor. */
const CLOSE_AFTER_MS = 5000;
/** How long lines may go to a file that somebody deleted. */
const LOOK_AGAIN_AFTER_MS = 5000;

export function createRotatedFile(options: RotatedFileOptions): RotatedFile {
  const { directory, baseName, clock } = options;
  const path = currentFile(directory, baseName);
  let { maxSize, maxFiles } = options;
  let pending: string[] = [];
  let pendingBytes = 0;
  let lost = 0;
  let handle: FileHandle | null = null;
  let size = 0;
  /** The number that the current file will get; null until the folder was looked at. */
  let number: number | null = null;
  /** Where renaming fails (a reader on Windows) the file grows on to here before the next attempt. */
  let postponedTo = 0;
  let lookedAtMs = 0;
  let failing = false;
  let running: Promise<void> | null = null;
  let writeTimer: Timer | null = null;
  let closeTimer: Timer | null = null;
  let closed = false;

  function append(line: string): void {
    if (closed) return;
    const bytes = Buffer.byteLength(line) + 1;
    if (pendingBytes + bytes > (failing ? MAX_PENDING_IN_TROUBLE_BYTES : MAX_PENDING_BYTES)) lost++;
    else {
      tellLost();
      pending.push(line);
      pendingBytes += bytes;
    }
    if (failing || pendingBytes < WRITE_AT_ONCE_BYTES) schedule();
    else void flush();
  }

  /** In its place: after what was kept before the loss, before what is kept after it. */
  function tellLost(): void {
    if (lost === 0) return;
    const line = options.lostLine(lost);
    lost = 0;
    pending.push(line);
    pendingBytes += Buffer.byteLength(line) + 1;
  }

  function schedule(): void {
    if (running || closed) return;
    writeTimer ??= clock.setTimer(failing ? RETRY_AFTER_MS : WRITE_AFTER_MS, () => void flush());
  }

  function flush(): Promise<void> {
    writeTimer?.cancel();
    writeTimer = null;
    running ??= drain().finally(() => {
      running = null;
      if (pending.length > 0) schedule();
    });
    return running;
  }

  async function drain(): Promise<void> {
    closeTimer?.cancel();
    let batch: Batch | null = null;
    try {
      while (pending.length > 0) {
        await lookAgain();
        handle ??= await openCurrent();
        batch = take(Math.max(maxSize, postponedTo) - size);
        if (batch === null) {
          await rotate();
          continue;
        }
        await writeAll(handle, batch.data);
        size += batch.data.length;
        options.onWritten(batch.data.length);
        batch = null;
        failing = false;
        if (pending.length === 0) tellLost();
      }
      closeTimer = closed ? null : clock.setTimer(CLOSE_AFTER_MS, () => void closeQuiet());
    } catch (error) {
      await undo(batch);
      failing = true;
      options.onTrouble(error as NodeJS.ErrnoException);
    }
  }

  interface Batch {
    readonly lines: readonly string[];
    readonly data: Buffer;
  }

  /** Whole lines that fit; null when not even one does and the file has some already. */
  function take(room: number): Batch | null {
    let count = 0;
    let bytes = 0;
    for (const line of pending) {
      const next = bytes + Buffer.byteLength(line) + 1;
      if (next > room && (size > 0 || count > 0)) break;
      if (count > 0 && next > WRITE_AT_ONCE_BYTES) break;
      bytes = next;
      count++;
    }
    if (count === 0) return null;
    const lines = pending.slice(0, count);
    pending = pending.slice(count);
    pendingBytes -= bytes;
    return { lines, data: Buffer.from(`${lines.join('\n')}\n`) };
  }

  /** A write that stopped half-way leaves no torn line, and its lines come again. */
  async function undo(batch: Batch | null): Promise<void> {
    if (batch) {
      pending = [...batch.lines, ...pending];
      pendingBytes += batch.data.length;
      await handle?.truncate(size).catch(ignore);
    }
    while (pendingBytes > MAX_PENDING_IN_TROUBLE_BYTES) {
      pendingBytes -= Buffer.byteLength(pending.pop() ?? '') + 1;
      lost++;
    }
    await closeHandle();
  }

  async function openCurrent(): Promise<FileHandle> {
    await makeFolder(directory);
    number ??= ((await rotatedNumbers(directory, baseName)).at(-1) ?? 0) + 1;
    const opened = await open(path, 'a+', 0o600);
    try {
      size = (await opened.stat()).size;
      if (size > 0 && !(await endsWithNewline(opened, size))) {
        await writeAll(opened, Buffer.from('\n')); // killed while writing: what is there stays a line of its own
        size += 1;
      }
      lookedAtMs = clock.monotonicMs();
      return opened;
    } catch (error) {
      await opened.close().catch(ignore);
      throw error;
    }
  }

  /** On every system but Windows an open file can be deleted, and writing to it goes on unnoticed. */
  async function lookAgain(): Promise<void> {
    if (!handle || clock.monotonicMs() - lookedAtMs < LOOK_AGAIN_AFTER_MS) return;
    lookedAtMs = clock.monotonicMs();
    if ((await handle.stat()).nlink === 0) await closeHandle();
  }

  async function rotate(): Promise<void> {
    await closeHandle();
    number ??= 1;
    try {
      await rename(path, rotatedFile(directory, baseName, number));
      number++;
      postponedTo = 0;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code !== 'EBUSY' && code !== 'EPERM' && code !== 'ENOENT') throw error;
      if (code !== 'ENOENT') postponedTo = size + Math.max(64 * 1024, Math.floor(maxSize / 10));
    }
    const oldest = number - maxFiles;
    for (const old of await rotatedNumbers(directory, baseName)) {
      if (old <= oldest) await rm(rotatedFile(directory, baseName, old), { force: true }).catch(ignore);
    }
  }

  async function closeHandle(): Promise<void> {
    const open = handle;
    handle = null;
    await open?.close().catch(ignore);
  }

  async function closeQuiet(): Promise<void> {
    if (!running) await closeHandle();
  }

  function flushSync(): void {
    if (pending.length === 0) return;
    const lines = pending;
    pending = [];
    pendingBytes = 0;
    try {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const descriptor = openSync(path, 'a', 0o600);
      const data = Buffer.from(`${lines.join('\n')}\n`);
      for (let done = 0; done < data.length; ) done += writeSync(descriptor, data, done);
      closeSync(descriptor);
    } catch {
      // The process is about to die and the disk refuses: there is nobody left to tell.
    }
  }

  return {
    append,
    flush,
    flushSync,
    setLimits(size, files) {
      maxSize = size;
      maxFiles = files;
    },
    get failing() {
      return failing;
    },
    get behind() {
      return failing || pending.length > 0 || lost > 0;
    },
    async close() {
      await flush();
      closed = true;
      writeTimer?.cancel();
      closeTimer?.cancel();
      await closeHandle();
    },
  };
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    await mkdir(path, 0o700); // on a read-only disk the recursive one hides the reason behind ENOENT
  }
}

async function writeAll(handle: FileHandle, data: Buffer): Promise<void> {
  for (let done = 0; done < data.length; ) done += (await handle.write(data, done)).bytesWritten;
}

async function endsWithNewline(handle: FileHandle, size: number): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return bytesRead === 1 && buffer[0] === 0x0a;
}

/** Cleaning up after an error that is told already; a second one adds nothing. */
function ignore(): void {}
