import { type Message, message } from '../../../../src-shared/i18n/message.ts';
import { resolveConfigPath } from '../../../runtime/config-path.ts';
import type { FoundInstance } from '../../../runtime/find-instance.ts';
import { VERSION } from '../../../runtime/version.ts';

type Info = NonNullable<FoundInstance['info']>;

/** What a person should know of an orchestrator that was there before us. */
export function noticesOf(info: Info | null, config: string | undefined): readonly Message[] {
  if (info === null) return [];
  const ofConfig = config === undefined ? null : otherConfig(info, resolveConfigPath(config));
  return [ofConfig, otherVersion(info)].filter((notice) => notice !== null);
}

/** @param asked absolute */
export function otherConfig(info: Info, asked: string): Message | null {
  if (info.config === asked) return null;
  return message('application.other-config', { pid: String(info.pid), running: info.config, asked });
}

function otherVersion({ pid, version }: Info): Message | null {
  if (version === VERSION) return null;
  return message('application.other-version', { pid: String(pid), running: version, own: VERSION });
}
