import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { nearest } from '../../../src-shared/model/nearest.ts';
import { parseDurationMs } from './durations.ts';
import { type CommandFailure, usageError } from './failure.ts';
import { say } from './say.ts';

/** What every command understands. */
export const everywhere = {
  json: { type: 'boolean' },
  config: { type: 'string' },
  home: { type: 'string' },
  server: { type: 'string', multiple: true },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'V' },
} as const satisfies ParseArgsOptionsConfig;

export type OptionTable = ParseArgsOptionsConfig;

/** The words of a command line after the command. */
export interface Arguments {
  readonly json: boolean;
  readonly config: string | undefined;
  readonly home: string | undefined;
  /** Positional names, then those of `--server`. */
  readonly names: readonly string[];
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  /** A whole number within the bounds. */
  number(name: string, bounds: { readonly min: number; readonly max: number }): number | undefined;
  durationMs(name: string): number | undefined;
}

export interface SplitWords {
  /** undefined: there is none. */
  readonly command: string | undefined;
  /** Everything else, in order. */
  readonly rest: readonly string[];
  readonly wantsHelp: boolean;
  readonly wantsVersion: boolean;
}

/** Finds the command among options that stand before it: `--home DIR status` is `status --home DIR`. */
export function splitCommand(words: readonly string[]): SplitWords {
  let command: string | undefined;
  const rest: string[] = [];
  let valueFollows = false;
  let onlyWords = false;
  let wantsHelp = false;
  let wantsVersion = false;
  for (const word of words) {
    if (command === undefined && !valueFollows && (onlyWords || !word.startsWith('-'))) {
      command = word;
      continue;
    }
    if (!onlyWords && !valueFollows) {
      wantsHelp ||= word === '--help' || word === '-h';
      wantsVersion ||= word === '--version' || word === '-V';
    }
    valueFollows =
      command === undefined && !valueFollows && ['--home', '--config', '--server'].includes(word);
    onlyWords ||= word === '--';
    rest.push(word);
  }
  return { command, rest, wantsHelp, wantsVersion };
}

/** Throws a CommandFailure that names the wrong option, and the nearest that there is. */
export function parseArguments(
  command: string,
  words: readonly string[],
  own: OptionTable,
  mostPositionals = Number.POSITIVE_INFINITY,
): Arguments {
  const options: OptionTable = { ...everywhere, ...own };
  let parsed: ReturnType<typeof parseArgs>;
  try {
    parsed = parseArgs({ args: [...words], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw explain(command, error as NodeJS.ErrnoException, options);
  }
  const { positionals } = parsed;
  const extra = positionals[mostPositionals];
  if (extra !== undefined) throw usageError(say('cli.usage.too-many', { command, found: extra }));
  const values = parsed.values as Readonly<Record<string, string | boolean | readonly string[] | undefined>>;
  const text = (name: string): string | undefined => {
    const value = values[name];
    return typeof value === 'string' ? value : undefined;
  };
  for (const name of ['config', 'home']) {
    if (text(name) === '') throw usageError(say('cli.usage.needs-value', { option: dashed(name, options) }));
  }
  return {
    json: values.json === true,
    config: text('config'),
    home: text('home'),
    names: [...new Set([...positionals, ...((values.server as readonly string[] | undefined) ?? [])])],
    positionals,
    flag: (name) => values[name] === true,
    text,
    number(name, { min, max }) {
      const given = text(name);
      if (given === undefined) return undefined;
      const value = Number(given);
      if (given.trim() !== '' && Number.isInteger(value) && value >= min && value <= max) return value;
      throw usageError(say('cli.usage.number', { option: dashed(name, options), found: given, min, max }));
    },
    durationMs(name) {
      const given = text(name);
      if (given === undefined) return undefined;
      const value = parseDurationMs(given);
      if (value !== undefined && value > 0) return value;
      throw usageError(say('cli.usage.duration', { option: dashed(name, options), found: given }));
    },
  };
}

/** As a person types it: an option of one letter is called by it. */
function dashed(name: string, options: OptionTable): string {
  const short = options[name]?.short;
  return short === undefined ? `--${name}` : `-${short}`;
}

function explain(command: string, error: NodeJS.ErrnoException, options: OptionTable): CommandFailure {
  const option = /'(-[^' ,=]*)/.exec(error.message)?.[1] ?? '';
  if (error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const near = nearest(option.replace(/^-+/, ''), Object.keys(options));
    return usageError(
      near === null
        ? say('cli.usage.unknown-option', { command, option })
        : say('cli.usage.unknown-option.near', { command, option, near: `--${near}` }),
    );
  }
  if (error.code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') {
    const needsValue = error.message.includes('argument missing') || error.message.includes('ambiguous');
    // parseArgs names both forms (`-n, --lines <value>`): the long one is in every help text.
    const long = /--[\w-]+/.exec(error.message)?.[0] ?? option;
    return usageError(
      say(needsValue ? 'cli.usage.needs-value' : 'cli.usage.takes-no-value', { option: long }),
    );
  }
  return usageError(error.message);
}
