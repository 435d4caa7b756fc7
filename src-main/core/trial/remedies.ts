import { type Cause, type Message, message } from '../../../src-shared/i18n/message.ts';

/** A trial has no restarts, no log of its own, and is not tried again: its remedies are shorter than a server's. */
const SHORTER: Readonly<Record<string, string>> = {
  'reason.NOT_FOUND.remedy': 'trial.remedy.not-found',
  'reason.PORT_CONFLICT.remedy': 'trial.remedy.port',
  'process.cwd.remedy': 'trial.remedy.cwd',
  'process.command.missing.remedy': 'trial.remedy.path',
  'process.command.not-executable.remedy': 'trial.remedy.not-executable',
  'process.precheck.slow.remedy': 'trial.remedy.slow',
  'process.spawn.refused.remedy': 'trial.remedy.refused',
  'process.spawn.failed.remedy': 'trial.remedy.arguments',
  'process.exit.not-found.remedy': 'trial.remedy.exit-not-found',
  'process.exit.not-executable.remedy': 'trial.remedy.exit-not-executable',
  'process.exit.docker-down.remedy': 'trial.remedy.docker-down',
  'mcp.remedy.protocol': 'trial.remedy.protocol',
  'mcp.remedy.lost': 'process.exit.remedy',
  'mcp.remedy.network': 'trial.remedy.network',
};

/** What happened, and what a person who is trying a server does about it. */
export function trialTexts({ happened, remedy }: Cause): readonly Message[] {
  return [happened, message(SHORTER[remedy.key] ?? remedy.key, remedy.params)];
}
