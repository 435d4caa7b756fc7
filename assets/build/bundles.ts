// Everything that runs, from the sources: what dist/ holds beside the declarations of types.
import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type InlineConfig } from 'vite';
import { cliConfig, libraryConfig, mainConfig, preloadConfig, rendererConfig } from '../../vite.config.ts';
import { licencesOf } from './licences.ts';

const root = join(import.meta.dirname, '..', '..');

/** Writes the command line, the library, the application, the page, icons and licences into a folder. */
export async function makeBundles(folder: string): Promise<void> {
  const outputs = await Promise.all([
    build(into(cliConfig(), folder)),
    build(into(libraryConfig(), folder)),
    build(into(mainConfig(), folder)),
    build(into(preloadConfig(), folder)),
    build(into(rendererConfig(), join(folder, 'renderer'))),
    copyIcons(join(folder, 'icons')),
  ]);
  await writeFile(
    join(folder, 'licences.json'),
    JSON.stringify(await licencesOf(root, outputs.slice(0, -1))),
  );
}

function into(config: InlineConfig, outDir: string): InlineConfig {
  return { ...config, build: { ...config.build, outDir } };
}

/** main.js looks for them beside itself: in a checkout as in the packed application. */
async function copyIcons(folder: string): Promise<void> {
  await cp(join(root, 'assets', 'tray'), folder, { recursive: true });
  for (const name of await readdir(join(root, 'assets', 'icons'))) {
    if (/\.(?:png|ico)$/.test(name)) await cp(join(root, 'assets', 'icons', name), join(folder, name));
  }
}
