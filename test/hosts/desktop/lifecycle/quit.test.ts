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
async function rig(mayLose?: () => Promise<boolean>) {
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
    ...(mayLose === undefined ? {} : { mayLose }),
    log: () => undefined,
    clock: {
      setTimer(ms, callback) {
        timers.set(ms, callback);
        return { cancel: () => timers.delete(ms) };
      },
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

  it('kills at the second wish of a person; a third one changes nothing', async () => {
    await using rigged = await rig();
    const { double, asked, quit } = rigged;
    quit.ask('menu');
    double.user.quit();
    double.user.quit();
    expect(asked.map(({ force }) => force)).toEqual([false, true]);
    asked[1]?.end.resolve();
    expect(await double.whenExited).toBe(0);
  });

  it('takes the several ways in which a session ends for one', async () => {
    await using rigged = await rig();
    const { asked, quit } = rigged;
    void quit.request('the computer shuts down');
    void quit.request('SIGHUP');
    void quit.request('SIGTERM');
    expect(asked.map(({ force }) => force)).toEqual([false]);
    void quit.request('SIGTERM');
    expect(asked.map(({ force }) => force)).toEqual([false, true]);
  });

  it('takes a log-off behind a person who quits for no second wish', async () => {
    await using rigged = await rig();
    rigged.double.user.quit();
    void rigged.quit.request('SIGTERM');
    expect(rigged.asked.map(({ force }) => force)).toEqual([false]);
  });

  it('asks a person, once, what may be lost, and stops nothing before the answer', async () => {
    const answer = Promise.withResolvers<boolean>();
    let times = 0;
    await using rigged = await rig(() => {
      times += 1;
      return answer.promise;
    });
    const { double, asked, quit } = rigged;
    double.user.quit();
    quit.ask('menu');
    expect([times, asked.length, quit.stopping]).toEqual([1, 0, false]);
    answer.resolve(true);
    await expect.poll(() => asked.length).toBe(1);
    quit.ask('menu');
    expect(asked.map(({ force }) => force)).toEqual([false, true]);
  });

  it('goes on as before where the person stays, and asks again the next time', async () => {
    const answers = [false, true];
    await using rigged = await rig(async () => answers.shift() ?? true);
    const { double, asked, quit } = rigged;
    quit.ask('menu');
    await double.settled();
    expect([asked.length, quit.stopping, double.exited]).toEqual([0, false, null]);
    quit.ask('menu');
    await expect.poll(() => asked.length).toBe(1);
  });

  it('asks nobody when the system ends it, not even where a question is open', async () => {
    const answer = Promise.withResolvers<boolean>();
    await using rigged = await rig(() => answer.promise);
    const { double, asked, quit } = rigged;
    quit.ask('menu');
    void quit.request('SIGTERM');
    expect(asked.map(({ force }) => force)).toEqual([false]);
    answer.resolve(true);
    await double.settled();
    expect(asked.map(({ force }) => force)).toEqual([false]);
  });

  it('leaves where it cannot be told what would be lost', async () => {
    await using rigged = await rig(() => Promise.reject(new Error('the page is gone')));
    rigged.quit.ask('menu');
    await expect.poll(() => rigged.asked.length).toBe(1);
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
    expect(double.told.relaunchProgram).toBeNull();
  });

  it('is started anew as the program that it is told, where this one goes with it', async () => {
    await using rigged = await rig();
    rigged.quit.relaunch([], '/home/me/MCP-Orchestrator.AppImage');
    expect(rigged.double.told.relaunchProgram).toBe('/home/me/MCP-Orchestrator.AppImage');
    rigged.asked[0]?.end.resolve();
    expect(await rigged.double.whenExited).toBe(0);
  });
});
