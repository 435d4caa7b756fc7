import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeBundles } from '../../assets/build/bundles.ts';
import { ROOT } from '../arch/import-graph.ts';
import { type BuiltCli, buildCli } from '../hosts/headless/kit.ts';
import { scenarios } from '../scenarios/all.ts';
import { desktopScenarios } from '../scenarios/desktop/all.ts';
import { electronPath, electronStage } from './electron-stage.ts';

const hasScreen =
  process.platform !== 'linux' ||
  process.env.DISPLAY !== undefined ||
  process.env.WAYLAND_DISPLAY !== undefined;
const missing =
  electronPath === null
    ? 'no Electron: npm run electron:install'
    : hasScreen
      ? null
      : 'no display: xvfb-run npx vitest run --project electron';

// A reporter may not show the names of what is skipped.
if (missing !== null) process.stdout.write(`The scenarios in Electron are skipped: ${missing}\n`);

/** The same scenarios as in the browser and on the double, in a real Electron. */
describe.skipIf(missing !== null)(`in Electron${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    await makeBundles(join(ROOT, 'dist'));
    cli = await buildCli();
  }, 180_000);
  afterAll(() => cli?.[Symbol.asyncDispose]());

  for (const [title, group] of Object.entries(desktopScenarios)) {
    describe(title, () => {
      for (const { name, configuration, needs = [], play } of group) {
        const why =
          needs.length === 0 ? '' : ` (skipped: ${needs.join(', ')} cannot be reached from outside)`;
        it.skipIf(needs.length > 0)(`${name}${why}`, async () => {
          await using stage = await electronStage(cli, configuration);
          await play(stage);
        });
      }
    });
  }

  for (const [title, group] of Object.entries(scenarios)) {
    describe(title, () => {
      for (const scenario of group) {
        const why = scenario.needsHost === true ? ' (skipped: page and orchestrator are one process)' : '';
        it.skipIf(scenario.needsHost === true)(`${scenario.name}${why}`, async () => {
          await using stage = await electronStage(cli, null);
          const { folder } = stage;
          const content = scenario.configuration({ folder });
          if (content !== null) await stage.write(content);
          const desktop = await stage.launch();
          for (const name of scenario.ready ?? []) {
            await expect.poll(() => desktop.stateOf(name)).toBe('RUNNING');
          }
          const page = await stage.page();
          await page.getByRole('heading', { level: 1 }).waitFor();
          const { url } = JSON.parse(await readFile(join(stage.home, 'runtime.json'), 'utf8')) as {
            readonly url: string;
          };
          const token = (await readFile(join(stage.home, 'token'), 'utf8')).trim();
          await scenario.play({
            page,
            origin: 'app://dashboard',
            file: stage.file,
            folder,
            async api(method, path, body) {
              const answer = await fetch(`${url}${path}`, {
                method,
                headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
                ...(body === undefined ? {} : { body: JSON.stringify(body) }),
              });
              return answer.json();
            },
            // There is one window: another page of the same person is the same one.
            another: async () => page,
            host: { freeze: never, thaw: () => undefined, restart: never },
          });
        });
      }
    });
  }
});

function never(): never {
  throw new Error('the orchestrator is the process of the window: the scenario has to say `needsHost`');
}
