import { mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import { runsOnBattery } from '../../../../src-main/hosts/desktop/power/linux-battery.ts';
import { cameUp, reachableAddresses } from '../../../../src-main/hosts/desktop/power/network.ts';
import { createPower } from '../../../../src-main/hosts/desktop/power/power.ts';
import { createElectronDouble, type ElectronDoubleOptions } from '../../../doubles/electron/index.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { type TempFolder, tempFolder } from '../../../support/temp.ts';

/** A computer with a network, and what the orchestrator hears of it. */
function computer(folder: TempFolder, setting: Partial<ElectronDoubleOptions>) {
  const double = createElectronDouble({ userData: folder.path, ready: 'now', ...setting });
  const { electron, user } = double;
  const clock = new FakeClock();
  const heard: string[] = [];
  const network = { addresses: ['192.168.1.2'] as readonly string[] };
  const power = createPower({
    electron,
    platform: double.platform,
    clock,
    addresses: () => network.addresses,
    powerSupplies: folder.file('power_supply'),
    orchestrator: {
      onSuspend: () => heard.push('suspend'),
      onWake: () => heard.push('wake'),
      onNetworkUp: () => heard.push('network'),
      onPower: ({ saving }) => heard.push(saving ? 'saving' : 'not saving'),
    },
  });
  onTestFinished(() => {
    power.close();
    double.close();
  });
  return { user, clock, heard, power, network, electron };
}

/** As Linux shows it in /sys/class/power_supply. */
async function supply(
  folder: TempFolder,
  name: string,
  facts: Readonly<Record<string, string>>,
): Promise<void> {
  await mkdir(folder.file('power_supply', name), { recursive: true });
  for (const [file, text] of Object.entries(facts))
    await writeFile(folder.file('power_supply', name, file), `${text}\n`);
}

test.each(['linux', 'darwin', 'win32'] as const)(
  '%s: sleep and awakening are passed on',
  async (platform) => {
    await using folder = await tempFolder('power');
    const { user, heard } = computer(folder, { platform });
    user.power.suspend();
    user.power.resume();
    expect(heard).toEqual(['suspend', 'wake']);
  },
);

test('who unlocks the screen is awake, too', async () => {
  await using folder = await tempFolder('power');
  const { user, heard } = computer(folder, { platform: 'win32' });
  user.power.lockScreen();
  user.power.unlockScreen();
  expect(heard).toEqual(['wake']);
});

test('battery and heat are one wish: told when it begins and when the last reason is gone', async () => {
  await using folder = await tempFolder('power');
  const { user, heard, power } = computer(folder, { platform: 'darwin' });
  user.power.onBattery();
  user.power.thermal('serious');
  user.power.onAC();
  expect([heard, power.saving]).toEqual([['saving'], true]);
  user.power.thermal('critical');
  user.power.thermal('fair');
  user.power.onBattery();
  user.power.onBattery();
  expect([heard, power.saving]).toEqual([['saving', 'not saving', 'saving'], true]);
});

test('begun on battery it says so at once', async () => {
  await using folder = await tempFolder('power');
  const { heard } = computer(folder, { platform: 'win32', onBattery: true });
  expect(heard).toEqual(['saving']);
});

describe('the network', () => {
  test('another one, or one after none, is told within a look', async () => {
    await using folder = await tempFolder('power');
    const { clock, heard, network, user } = computer(folder, { platform: 'darwin' });
    await clock.advance(60_000);
    expect(heard).toEqual([]);
    network.addresses = ['10.0.0.7'];
    await clock.advance(15_000);
    expect(heard).toEqual(['network']);
    user.network(false);
    network.addresses = [];
    await clock.advance(60_000);
    expect(heard).toEqual(['network']);
    network.addresses = ['10.0.0.7'];
    await clock.advance(15_000);
    // The address is there, the way out is not.
    expect(heard).toEqual(['network']);
    user.network(true);
    await clock.advance(15_000);
    expect(heard).toEqual(['network', 'network']);
  });

  test('is looked at when the computer wakes, before the next look', async () => {
    await using folder = await tempFolder('power');
    const { heard, network, user } = computer(folder, { platform: 'linux' });
    user.power.suspend();
    network.addresses = ['10.0.0.7'];
    user.power.resume();
    expect(heard).toEqual(['suspend', 'wake', 'network']);
  });

  test('an address that goes is no network that comes', () => {
    const both = { online: true, addresses: ['a', 'b'] };
    const one = { online: true, addresses: ['b'] };
    expect([cameUp(both, one), cameUp(one, both), cameUp(one, one)]).toEqual([false, true, false]);
    expect(cameUp({ online: false, addresses: ['b'] }, { online: true, addresses: [] })).toBe(false);
  });

  test('the computer itself and the ends of its containers are no network', () => {
    const address = (text: string, internal = false) => ({ address: text, internal }) as never;
    expect(
      reachableAddresses({
        lo: [address('127.0.0.1', true), address('::1', true)],
        eth0: [address('192.168.1.2'), address('2001:db8::7'), address('fe80::1')],
        veth1: [address('FE9F::2'), address('169.254.1.1')],
      }),
    ).toEqual(['192.168.1.2', '2001:db8::7']);
    expect(reachableAddresses().every((text) => !text.startsWith('127.'))).toBe(true);
  });
});

describe('the battery on Linux', () => {
  const battery = (status: string) => ({ type: 'Battery', scope: 'System', status });

  test.each([
    ['no battery at all', {}, false],
    ['a cable that is in', { AC: { type: 'Mains', online: '1' }, BAT0: battery('Charging') }, false],
    ['a cable that is out', { AC: { type: 'Mains', online: '0' }, BAT0: battery('Discharging') }, true],
    ['two batteries, one at rest', { BAT0: battery('Not charging'), BAT1: battery('Discharging') }, true],
    ['a weak cable', { 'ucsi-1': { type: 'USB', online: '1' }, BAT0: battery('Discharging') }, false],
    ['a mouse', { hid: { type: 'Battery', scope: 'Device', status: 'Discharging' } }, false],
    ['a supply that tells nothing', { odd: {} }, false],
  ])('%s', async (_what, supplies, expected) => {
    await using folder = await tempFolder('power');
    for (const [name, facts] of Object.entries(supplies)) await supply(folder, name, facts);
    expect(await runsOnBattery(folder.file('power_supply'))).toBe(expected);
  });

  test('is looked at from the start, and again and again', async () => {
    await using folder = await tempFolder('power');
    await supply(folder, 'BAT0', battery('Discharging'));
    const { clock, heard } = computer(folder, { platform: 'linux' });
    await expect.poll(() => heard).toEqual(['saving']);
    await supply(folder, 'BAT0', battery('Charging'));
    await expect
      .poll(async () => {
        await clock.advance(15_000);
        return heard;
      })
      .toEqual(['saving', 'not saving']);
  });
});

test('closed, it hears nothing more and leaves no timer', async () => {
  await using folder = await tempFolder('power');
  const { user, heard, power, clock, network, electron } = computer(folder, { platform: 'darwin' });
  power.close();
  user.power.suspend();
  user.power.resume();
  user.power.onBattery();
  user.power.thermal('critical');
  network.addresses = ['10.0.0.7'];
  await clock.advance(60_000);
  expect([heard, clock.pending, electron.powerMonitor.eventNames()]).toEqual([[], [], []]);
});
