import { dirname, resolve } from 'node:path';
import { type Message, message } from '../../../src-shared/i18n/message.ts';
import { formatBytes } from '../../../src-shared/model/format.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { ConfigFile, ConfigText } from '../../core/ports/config-file.ts';
import { applyEdits } from './edit.ts';
import { parseDocument } from './parse.ts';
import {
  type Environment,
  type FileContent,
  interpretText,
  LARGEST_FILE,
  readConfigFile,
  sha256,
} from './read.ts';
import { replaceFile } from './replace-file.ts';

const BOM = '\ufeff';

export interface ConfigFileOptions {
  readonly file: string;
  /** The variables that `${VAR}` finds, asked at every load. */
  readonly env: Environment;
  readonly clock: Pick<Clock, 'wallMs'>;
}

/** The port `ConfigFile` over one file of this computer. */
export function createConfigFile({ file, env, clock }: ConfigFileOptions): ConfigFile {
  const path = resolve(file);
  return {
    path,
    read: async () => asConfigText(await readConfigFile(path)),
    async write(text, revision) {
      const now = await readConfigFile(path);
      if (revisionOf(now) !== revision) return { ok: false, kind: 'changed' };
      if (now.kind === 'unreadable') return { ok: false, kind: 'refused', problem: now.text };
      const bytes = bytesOf(text, now.kind === 'text' && now.bom);
      if (bytes.length > LARGEST_FILE)
        return { ok: false, kind: 'refused', problem: tooLarge(path, bytes.length) };
      try {
        const done = await replaceFile(path, {
          bytes,
          before: now.kind === 'text' ? bytesOf(now.text, now.bom) : null,
          nowWallMs: clock.wallMs(),
          stillSo: async () => revisionOf(await readConfigFile(path)) === revision,
        });
        if (done === 'changed') return { ok: false, kind: 'changed' };
        return { ok: true, revision: sha256(bytes), backup: done.backup };
      } catch (error) {
        return { ok: false, kind: 'refused', problem: whyNot(error as NodeJS.ErrnoException, path) };
      }
    },
    parse: parseDocument,
    edit: applyEdits,
    load: (text) => interpretText(path, text, env),
  };
}

function asConfigText(content: FileContent): ConfigText {
  const revision = revisionOf(content);
  if (content.kind === 'text') return { kind: 'text', text: content.text, revision };
  return content.kind === 'absent'
    ? { kind: 'absent', revision }
    : { kind: 'unreadable', revision, problem: content.text };
}

function revisionOf(content: FileContent): string {
  return content.kind === 'text' ? content.digest : content.kind;
}

/** Text that was read as UTF-8 has these very bytes. */
function bytesOf(text: string, bom: boolean): Buffer {
  return Buffer.from(bom ? BOM + text : text);
}

function tooLarge(file: string, bytes: number): Message {
  const [size, limit] = [formatBytes(bytes), formatBytes(LARGEST_FILE)];
  return message('configuration-edit.too-large', { file, size, limit });
}

function whyNot(error: NodeJS.ErrnoException, file: string): Message {
  const folder = dirname(file);
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
      return message('configuration-edit.write.forbidden', { file, folder });
    case 'EROFS':
      return message('configuration-edit.write.read-only', { file });
    case 'ENOSPC':
    case 'EDQUOT':
      return message('configuration-edit.write.full', { file });
    default:
      return message('configuration-edit.write.other', { file, problem: error.code ?? error.message });
  }
}
