import { applyEdits } from '../../src-main/adapters/config-files/edit.ts';
import { parseDocument } from '../../src-main/adapters/config-files/parse.ts';
import { interpretText, sha256 } from '../../src-main/adapters/config-files/read.ts';
import type { ConfigFile, ConfigText, WrittenConfig } from '../../src-main/core/ports/config-file.ts';
import type { Message } from '../../src-shared/i18n/message.ts';

/** A configuration file without a disk; reading and editing a text are the real thing. */
export class MemoryConfigFile implements ConfigFile {
  readonly path = '/home/ada/.mcp.json';
  text: string | null;
  unreadable: Message | null = null;
  /** What the next writes answer instead of writing. */
  refusal: Extract<WrittenConfig, { ok: false }> | null = null;
  readonly variables: Record<string, string> = {};
  writes = 0;

  constructor(text: string | null) {
    this.text = text;
  }

  get revision(): string {
    return this.text === null ? 'absent' : sha256(this.text);
  }

  async read(): Promise<ConfigText> {
    const { text, revision, unreadable } = this;
    if (unreadable !== null) return { kind: 'unreadable', revision: 'unreadable', problem: unreadable };
    return text === null ? { kind: 'absent', revision } : { kind: 'text', text, revision };
  }

  async write(text: string, revision: string): Promise<WrittenConfig> {
    if (this.refusal !== null) return this.refusal;
    if (this.revision !== revision) return { ok: false, kind: 'changed' };
    this.text = text;
    this.writes++;
    return { ok: true, revision: this.revision, backup: `${this.path}.bak` };
  }

  parse = parseDocument;
  edit = applyEdits;
  load = (text: string | null) => interpretText(this.path, text, () => this.variables);
}
