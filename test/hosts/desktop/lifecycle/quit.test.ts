import { describe, expect, it } from 'vitest';
import {
  createQuit,
  FORCE_LIMIT_MS,
  QUIT_LIMIT_MS,
} from '../../../../src-main/hosts/desktop/lifecycle/quit.ts';
import { createElectronDouble } from '../../../doubles/electron/index.ts';
import { tempFolder } from '../../../support/temp.ts';

interface Asked {
  readonly force: boolean;
  readonly end: PromiseWithResolvers<void>;
}

/** The way out over an orchestrator that ends when the test says so, and timers that fire when it says so. */
async function rig() {
  const folder = await tempFolder('quit');
  const double = createElectronDouble({ userData: folder.path, ready: 'now' });
  const asked: Asked[] = [];
  const timers = new Map<number, () => void>();
  const told: string[] = [];
  const quit = createQuit({
    electron: double.electron,
    close({ force }) {
      const end = Promise.withResolvers<void>();
      asked.push({ force, end });
      return end.promise;
    },
    onStopping: () => told.push('stopping'),
    dispose: () => told.push('disposed'),
    log: () => undefined,
    setTimer(ms, callback) {
      timers.set(ms, callback);
      return () => timers.delete(ms);
    },
  });
  const fire = (ms: number) => {
    const callback = timers.get(ms);
    timers.delete(ms);
    if (callback === undefined) throw new Error(`no timer of ${ms} ms runs`);
    callback();
  };
  return {
    double,
    asked,
    told,
    quit,
    fire,
    timers,
    async [Symbol.asyncDispose]() {
      double.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

describe('the way out', () => {
  it('holds the quit until everything is down, then leaves with code 0', async () => {
    await using rigged = await rig();
    const { double, asked, told } = rigged;
    double.user.quit();
    expect(double.exited).toBeNull();
    expect(asked.map(({ force }) => force)).toEqual([false]);
    expect(told).toEqual(['stopping']);
    asked[0]?.end.resolve();
    expect(await double.whenExited).toBe(0);
    expect(told).toEqual(['stopping', 'disposed']);
    expect(rigged.timers.size).toBe(0);
  });

  it('kills what is not down within its limit, and leaves even where that hangs', async () => {
    await using rigged = await rig();
    const { double, asked, fire, quit } = rigged;
    const over = quit.request('test');
    fire(QUIT_LIMIT_MS);
    expect(asked.map(({ force }) => force)).toEqual([false, true]);
    expect(double.exited).toBeNull();
    fire(FORCE_LIMIT_MS);
    await over;
    expect(double.exited).toBe(0);
  });

  it('kills at the second wish; a third one changes nothing', async () => {
    await using rigged = await rig();
    const { double, asked, quit } = rigged;
    void quit.request('menu');
    double.user.quit();
    double.user.quit();
    expect(asked.map(({ force }) => force)).toEqual([false, true]);
    asked[1]?.end.resolve();
    expect(await double.whenExited).toBe(0);
  });

  it('leaves although stopping failed', async () => {
    await using rigged = await rig();
    rigged.double.user.quit();
    rigged.asked[0]?.end.reject(new Error('the disk is full'));
    expect(await rigged.double.whenExited).toBe(0);
  });

  it('is started anew only once it has let go', async () => {
    await using rigged = await rig();
    const { double, asked, quit } = rigged;
    quit.relaunch(['app', '--hidden']);
    expect(double.exited).toBeNull();
    asked[0]?.end.resolve();
    expect(await double.whenExited).toBe(0);
    expect(double.told.relaunch).toEqual(['app', '--hidden']);
  });
});
