import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildPage } from './page.ts';

const MOST_BYTES = 220_000;
const STATIC = /\b(?:import|export)\s*(?:[\w$*{][^"'`;()]*?\bfrom\s*)?["']\.\/([^"']+\.js)["']/g;
const ON_DEMAND = /\bimport\(\s*["'`]\.\/([^"'`]+\.js)["'`]\s*\)/g;

it('begins with less than 220 kB of compressed code, none of it of a view that is not open, and nothing inline', async () => {
  await using built = await buildPage();
  const html = await readFile(join(built.folder, 'index.html'), 'utf8');
  expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|javascript:|onload=/);
  const entry = found(html, /<script[^>]*src="\/assets\/([^"]+\.js)"/g);
  expect(entry).toHaveLength(1);

  const assets = join(built.folder, 'assets');
  const code = new Map<string, string>();
  for (const file of await readdir(assets))
    if (file.endsWith('.js')) code.set(file, await readFile(join(assets, file), 'utf8'));
  const initial = closure(entry, code);
  const named = found(html, /(?:src|href)="\/assets\/([^"]+\.js)"/g);
  expect(named.toSorted(), 'all of it is asked for at once').toEqual([...initial].toSorted());

  const size = [...initial].reduce((sum, file) => sum + gzipSync(code.get(file) ?? '').length, 0);
  expect(size).toBeLessThan(MOST_BYTES);

  const onDemand = new Set([...code.values()].flatMap((text) => found(text, ON_DEMAND)));
  expect(onDemand.size).toBeGreaterThan(5);
  expect([...onDemand].filter((file) => initial.has(file))).toEqual([]);
});

function found(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}

/** These files and all that they cannot begin without. */
function closure(begin: readonly string[], code: ReadonlyMap<string, string>): ReadonlySet<string> {
  const reached = new Set<string>();
  const waiting = [...begin];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    const text = code.get(file);
    expect(text, file).toBeDefined();
    waiting.push(...found(text ?? '', STATIC));
  }
  return reached;
}
