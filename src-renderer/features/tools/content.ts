import type { ToolKind } from '../../routes.ts';
import type { Result } from '../../state/calls.ts';
import { isRecord } from '../../ui/schema-form/json.ts';

/** A part of a result, whatever the server sent: what does not keep to the protocol is shown as it is. */
export type Part =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly mimeType: string | null;
      readonly uri: string | null;
    }
  | {
      readonly kind: 'image' | 'audio' | 'blob';
      readonly data: string;
      readonly mimeType: string | null;
      readonly uri: string | null;
    }
  | {
      readonly kind: 'link';
      readonly uri: string;
      readonly name: string;
      readonly description: string;
      readonly mimeType: string | null;
    }
  | { readonly kind: 'unknown'; readonly value: unknown };

export interface Labelled {
  readonly part: Part;
  /** Of a prompt's message. */
  readonly role: 'user' | 'assistant' | null;
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What a result holds, one after the other. */
export function partsOf(kind: ToolKind, result: Result): readonly Labelled[] {
  switch (kind) {
    case 'tools':
      return list(result.content).map((block) => ({ part: partOf(block), role: null }));
    case 'resources':
      return list(result.contents).map((contents) => ({ part: contentsOf(contents, contents), role: null }));
    case 'prompts':
      return list(result.messages).map((message) => {
        const role = isRecord(message) ? message.role : null;
        return {
          part: partOf(isRecord(message) ? message.content : message),
          role: role === 'user' || role === 'assistant' ? role : null,
        };
      });
  }
}

function partOf(block: unknown): Part {
  const unknown: Part = { kind: 'unknown', value: block };
  if (!isRecord(block)) return unknown;
  const mimeType = text(block.mimeType);
  const data = text(block.data);
  switch (block.type) {
    case 'text':
      return typeof block.text === 'string'
        ? { kind: 'text', text: block.text, mimeType: null, uri: null }
        : unknown;
    case 'image':
    case 'audio':
      return data === null ? unknown : { kind: block.type, data, mimeType, uri: null };
    case 'resource':
      return contentsOf(block.resource, block);
    case 'resource_link': {
      const uri = text(block.uri);
      if (uri === null) return unknown;
      return {
        kind: 'link',
        uri,
        name: text(block.title) ?? text(block.name) ?? uri,
        description: text(block.description) ?? '',
        mimeType,
      };
    }
    default:
      return unknown;
  }
}

function contentsOf(contents: unknown, block: unknown): Part {
  if (!isRecord(contents)) return { kind: 'unknown', value: block };
  const mimeType = text(contents.mimeType);
  const uri = text(contents.uri);
  if (typeof contents.text === 'string') return { kind: 'text', text: contents.text, mimeType, uri };
  if (typeof contents.blob !== 'string') return { kind: 'unknown', value: block };
  return {
    kind: mimeType?.startsWith('image/') ? 'image' : mimeType?.startsWith('audio/') ? 'audio' : 'blob',
    data: contents.blob,
    mimeType,
    uri,
  };
}

/** Formats that a browser decodes and that can hold no code and no address. */
const IMAGES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif', 'image/bmp']);
const LARGEST_IMAGE = 8_000_000;

export type Picture = { readonly kind: 'shown'; readonly url: string } | { readonly kind: 'large' | 'other' };

export function pictureOf(data: string, mimeType: string | null): Picture {
  const type = mimeType?.toLowerCase().split(';')[0]?.trim() ?? '';
  if (!IMAGES.has(type) || !/^[A-Za-z0-9+/=\s]*$/.test(data)) return { kind: 'other' };
  if (data.length > LARGEST_IMAGE) return { kind: 'large' };
  return { kind: 'shown', url: `data:${type};base64,${data}` };
}

/** Of base64. */
export const sizeOf = (data: string): number => Math.floor((data.length * 3) / 4);

export function blobOf(data: string): Blob {
  try {
    const binary = atob(data.replaceAll(/\s/g, ''));
    return new Blob([Uint8Array.from(binary, (char) => char.charCodeAt(0))]);
  } catch {
    return new Blob([data]); // not the base64 that it should be: as it came
  }
}

const ENDINGS: Readonly<Record<string, string>> = {
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'audio/wav': 'wav',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'application/json': 'json',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'text/plain': 'txt',
  'text/markdown': 'md',
};

/** A name for a file, made of what a server said: letters, digits and little else. */
export function fileName(name: string, mimeType: string | null): string {
  const plain =
    name
      .split(/[/\\]/)
      .at(-1)
      ?.replaceAll(/[^\w.-]+/g, '-')
      .replaceAll(/^[.-]+|[.-]+$/g, '')
      .slice(0, 60) ?? '';
  const ending = ENDINGS[mimeType ?? ''] ?? 'bin';
  return /\.\w{1,5}$/.test(plain) ? plain : `${plain === '' ? 'result' : plain}.${ending}`;
}

/** All that is text in a result, for a person who copies it. */
export function textOf(parts: readonly Labelled[]): string {
  return parts
    .map(({ part }) => (part.kind === 'text' ? part.text : part.kind === 'link' ? part.uri : ''))
    .filter((each) => each !== '')
    .join('\n');
}
