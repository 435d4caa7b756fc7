import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { nodeBundle } from '../../vite.config.ts';
import { ROOT, trivialServers } from './instance.ts';
import { type Figure, median } from './report.ts';

const ROUNDS = 5;
const COUNT = 50;
const LIMIT_MS = 120_000;

interface Result {
  readonly rss: number;
  readonly heapUsed: number;
  readonly p99Ms: number;
  readonly mostDraws: number;
}

/** The application without a window, on the double of Electron, against the bare orchestrator, turn by turn. */
export async function desktop(): Promise<readonly Figure[]> {
  mkdirSync(join(ROOT, 'test', '.tmp'), { recursive: true });
  const place = mkdtempSync(join(ROOT, 'test', '.tmp', 'bench-desktop-'));
  try {
    const config = nodeBundle('desktop-process', 'test/bench/desktop-process.ts');
    await build({ ...config, build: { ...config.build, outDir: place } });
    const pictures = join(place, 'build');
    mkdirSync(join(pictures, 'icons'), { recursive: true });
    for (const name of readdirSync(join(ROOT, 'assets', 'tray'))) {
      symlinkSync(join(ROOT, 'assets', 'tray', name), join(pictures, 'icons', name));
    }
    const program = join(place, 'desktop-process.js');
    const run = (kind: 'bare' | 'desktop', count: number) => measure(program, kind, count, pictures);
    const rounds = Array.from({ length: ROUNDS }, () => ({
      bare: run('bare', 0),
      desktop: run('desktop', 0),
      full: run('desktop', COUNT),
      fullBare: run('bare', COUNT),
    }));
    const added = rounds.map(({ bare, desktop: own }) => (own.rss - bare.rss) / 1e6);
    const p99 = rounds.map(({ full }) => full.p99Ms);
    const p99Bare = rounds.map(({ fullBare }) => fullBare.p99Ms);
    const draws = Math.max(...rounds.map(({ full }) => full.mostDraws));
    const baseMb = median(rounds.map(({ bare }) => bare.rss / 1e6));
    return [
      {
        what: 'memory that the desktop host adds to the orchestrator (RSS at rest, double of Electron included)',
        measured: `${median(added).toFixed(1)} MB on ${baseMb.toFixed(0)} MB`,
        target: '10 MB',
        met: median(added) <= 10,
        data: { added },
      },
      {
        what: `${COUNT} servers start under the application without a window: event-loop delay p99`,
        measured: `${median(p99).toFixed(1)} ms (bare orchestrator ${median(p99Bare).toFixed(1)} ms)`,
        target: '20 ms',
        met: median(p99) < 20,
        data: { p99, p99Bare },
      },
      {
        what: `the tray meanwhile: draws in the busiest second`,
        measured: String(draws),
        target: '4',
        met: draws <= 4,
        data: { draws },
      },
    ];
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function measure(program: string, kind: 'bare' | 'desktop', count: number, pictures: string): Result {
  const folder = mkdtempSync(join(tmpdir(), 'orchestrator-bench-'));
  try {
    const config = join(folder, 'servers.json');
    writeFileSync(config, JSON.stringify({ mcpServers: count === 0 ? {} : trivialServers(count) }));
    const { status, stderr } = spawnSync(
      process.execPath,
      ['--expose-gc', program, kind, folder, config, pictures],
      {
        encoding: 'utf8',
        timeout: LIMIT_MS,
        stdio: ['ignore', 'ignore', 'pipe'],
        env: { ...process.env, HOME: folder, SHELL: '/bin/sh', ELECTRON_OVERRIDE_DIST_PATH: 'no-electron' },
      },
    );
    const result = join(folder, 'result.json');
    if (status !== 0 || !existsSync(result))
      throw new Error(`${kind} with ${count} servers failed: ${stderr}`);
    return JSON.parse(readFileSync(result, 'utf8')) as Result;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
