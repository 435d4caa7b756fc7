import { afterAll, beforeAll, describe, it } from 'vitest';
import { desktopScenarios } from '../../scenarios/desktop/all.ts';
import { type BuiltCli, buildCli } from '../headless/kit.ts';
import { doubleStage } from './double-stage.ts';

/** Everything real but Electron, which is the double. */
describe('the desktop application, on the double of Electron', () => {
  let cli: BuiltCli;
  beforeAll(async () => {
    cli = await buildCli();
  }, 120_000);
  afterAll(() => cli?.[Symbol.asyncDispose]());

  for (const [title, group] of Object.entries(desktopScenarios)) {
    describe(title, () => {
      for (const { name, configuration, play } of group) {
        it(name, async () => {
          await using stage = await doubleStage(cli, { configuration });
          await play(stage);
        });
      }
    });
  }
});
