// Programs that some tests need and that no npm package brings. Used by the tests and by `npm run test:setup`.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface OptionalTool {
  /** What it is called in messages. */
  readonly name: string;
  /** File names to look for on PATH, best first. */
  readonly programs: readonly string[];
  /** An environment variable that names the file instead. */
  readonly variable: string;
  /** Debian's package that has it. */
  readonly debianPackage: string;
  /** Take the program out of the package instead of installing it, because installing would start a service. */
  readonly unpack: boolean;
  /** What is not tested without it. */
  readonly neededFor: string;
}

export const BROWSER: OptionalTool = {
  name: 'Chromium',
  programs: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    'chrome',
    'microsoft-edge',
  ],
  variable: 'MCP_ORCHESTRATOR_TEST_BROWSER',
  debianPackage: 'chromium',
  unpack: false,
  neededFor: 'the page in a real browser',
};

export const PROMTOOL: OptionalTool = {
  name: 'promtool',
  programs: ['promtool'],
  variable: 'MCP_ORCHESTRATOR_TEST_PROMTOOL',
  debianPackage: 'prometheus',
  unpack: true,
  neededFor: 'the format of /metrics',
};

export const DESKTOP_FILE_VALIDATE: OptionalTool = {
  name: 'desktop-file-validate',
  programs: ['desktop-file-validate'],
  variable: 'MCP_ORCHESTRATOR_TEST_DESKTOP_FILE_VALIDATE',
  debianPackage: 'desktop-file-utils',
  unpack: false,
  neededFor: 'the entry that starts the application at login',
};

export const GIO: OptionalTool = {
  name: 'gio',
  programs: ['gio'],
  variable: 'MCP_ORCHESTRATOR_TEST_GIO',
  debianPackage: 'libglib2.0-bin',
  unpack: false,
  neededFor: 'how a desktop reads that entry, and who shows icons on its bus',
};

/** Where `npm run test:setup` unpacks what it does not install. */
export const UNPACKED = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'test-tools');

/** The usual places of macOS, where browsers are not on PATH. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  Chromium: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
};

/** The full path of a tool, or null: then its tests are skipped, with the reason. */
export function findTool(tool: OptionalTool): string | null {
  const named = process.env[tool.variable];
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const candidates = [
    ...(named ? [named] : []),
    ...tool.programs.flatMap((program) => folders.map((folder) => join(folder, program))),
    ...tool.programs.map((program) => join(UNPACKED, 'usr', 'bin', program)),
    ...(ELSEWHERE[tool.name] ?? []),
  ];
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // not there, or not for us
  }
}
