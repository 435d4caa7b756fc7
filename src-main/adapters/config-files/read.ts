import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, isAbsolute, resolve, sep } from 'node:path';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { formatBytes } from '../../../src-shared/model/format.ts';
import type { Position } from '../../../src-shared/schema/document.ts';
import type { PathRules } from '../../core/configuration/entries.ts';
import { emptyConfiguration, type LoadResult, loadConfiguration } from '../../core/configuration/load.ts';
import { configProblem } from '../../core/configuration/problems.ts';
import { parseDocument } from './parse.ts';

/** A thousand servers are half a megabyte; what is larger than this is another file. */
export const LARGEST_FILE = 10_000_000;

/** A named pipe would otherwise block until somebody writes; Windows has no such flag. */
const READ_NONBLOCKING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** The variables that `${VAR}` finds. Asked at every load, so that what a login shell told later counts too. */
export type Environment = () => Readonly<Record<string, string | undefined>>;

export type FileContent =
  /** `bom`: the mark that the file begins with, and the text does not. */
  | { readonly kind: 'text'; readonly text: string; readonly digest: string; readonly bom: boolean }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly text: Message };

/** Reads without ever taking in more than the limit. Expected troubles are values; `digest` changes with the content. */
export async function readConfigFile(file: string): Promise<FileContent> {
  const params = { file };
  let handle: Awaited<ReturnType<typeof open>> | undefined;
  try {
    handle = await open(file, READ_NONBLOCKING);
    const stat = await handle.stat();
    if (stat.isDirectory()) return { kind: 'unreadable', text: message('config.file.folder', params) };
    if (!stat.isFile()) return { kind: 'unreadable', text: message('config.file.special', params) };
    const tooLarge = (size: number): FileContent => ({
      kind: 'unreadable',
      text: message('config.file.too-large', {
        file,
        size: formatBytes(size),
        limit: formatBytes(LARGEST_FILE),
      }),
    });
    if (stat.size > LARGEST_FILE) return tooLarge(stat.size);
    // The file may grow while it is read: one byte more than the limit is enough to know.
    const buffer = Buffer.allocUnsafe(Math.min(LARGEST_FILE, stat.size + 65_536) + 1);
    let length = 0;
    while (length < buffer.length) {
      const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    if (length > LARGEST_FILE) return tooLarge(length);
    return decode(buffer.subarray(0, length), params);
  } catch (error) {
    return troubleOf(error as NodeJS.ErrnoException, file);
  } finally {
    await handle?.close().catch(() => undefined); // nothing was written, so nothing can be lost
  }
}

function decode(bytes: Uint8Array, params: { readonly file: string }): FileContent {
  const digest = sha256(bytes);
  try {
    // UTF-16 begins with one of these and is then "valid" only by accident; the decoder drops the UTF-8 BOM itself.
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { kind: 'text', text, digest, bom: bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf };
  } catch {
    return { kind: 'unreadable', text: message('config.file.not-utf8', params) };
  }
}

function troubleOf(error: NodeJS.ErrnoException, file: string): FileContent {
  if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return { kind: 'absent' };
  const keys: Readonly<Record<string, string>> = {
    EACCES: 'config.file.forbidden',
    EPERM: 'config.file.forbidden',
    EISDIR: 'config.file.folder',
    ELOOP: 'config.file.links',
    ENXIO: 'config.file.special',
  };
  const key = keys[error.code ?? ''] ?? 'config.file.unreadable';
  return { kind: 'unreadable', text: message(key, { file, problem: error.code ?? error.message }) };
}

export function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

export function pathRules(file: string): PathRules {
  const folder = dirname(resolve(file));
  return {
    folder,
    resolve: (path) => (isAbsolute(path) ? path : resolve(folder, path)),
    isPath: (command) => command.includes('/') || command.includes(sep),
  };
}

function unreadable(file: string, at: Position | null, text: Message): LoadResult {
  return { ok: false, problems: [configProblem({ file, at, path: [], text })] };
}

/**
 * Names of variables do not tell upper from lower case on Windows; elsewhere they do. A copy, since every look into
 * process.env is a call into the system: a thousand servers ask thousands of times.
 */
function lookup(
  variables: Readonly<Record<string, string | undefined>>,
): (name: string) => string | undefined {
  const fold = (name: string) => (process.platform === 'win32' ? name.toUpperCase() : name);
  const copy = new Map(Object.entries(variables).map(([name, value]) => [fold(name), value]));
  return (name) => copy.get(fold(name));
}

/** From what was read to the configuration; no file is an empty one. */
export function interpretConfigFile(file: string, content: FileContent, env: Environment): LoadResult {
  if (content.kind === 'unreadable') return unreadable(file, null, content.text);
  return interpretText(file, content.kind === 'text' ? content.text : null, env);
}

/** The same for a text that may not be in the file yet; null: no file. */
export function interpretText(file: string, text: string | null, env: Environment): LoadResult {
  if (text === null) return { ok: true, configuration: emptyConfiguration(file) };
  const parsed = parseDocument(text);
  if (!parsed.ok) return unreadable(file, parsed.at, parsed.text);
  const variable = lookup(env());
  return loadConfiguration(parsed.document, {
    file,
    variable,
    paths: pathRules(file),
    hash: sha256,
  });
}

/** Reads a configuration once, without watching it: `validate`, and the first look of an instance. */
export async function readConfiguration(file: string, env: Environment): Promise<LoadResult> {
  const absolute = resolve(file);
  return interpretConfigFile(absolute, await readConfigFile(absolute), env);
}
