import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The parser that electron-builder reads its own configuration with. */
const PARSER = 'js-yaml';
const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const { load } = builder(PARSER) as { load(text: string): unknown };

export async function readYaml<T>(path: string): Promise<T> {
  return load(await readFile(path, 'utf8')) as T;
}
