import { expect, it } from 'vitest';
import {
  type LaunchNote,
  takeSingleInstance,
} from '../../../../src-main/hosts/desktop/lifecycle/single-instance.ts';
import { started } from '../../../doubles/electron/kit.ts';

const own = { hidden: false, version: '1.0.0', config: null };

it('a launch that comes while this one is still put together is told of when it is', async () => {
  await using first = await started();
  const instance = takeSingleInstance(first.electron, own);
  first.user.launchAgain(['--hidden'], { hidden: true, version: '2.0.0', config: '/a/b.json' });
  await first.double.settled();
  const notes: LaunchNote[] = [];
  instance?.onLaunch((note) => notes.push(note));
  expect(notes).toEqual([{ hidden: true, version: '2.0.0', config: '/a/b.json' }]);
  first.user.launchAgain([], { hidden: false, version: '1.0.0' });
  await first.double.settled();
  expect(notes.slice(1)).toEqual([own]);
});

it('data of another application counts as a plain launch of this version', async () => {
  await using first = await started();
  const notes: LaunchNote[] = [];
  takeSingleInstance(first.electron, own)?.onLaunch((note) => notes.push(note));
  first.user.launchAgain([], { hidden: 'yes', version: 7, config: {} });
  await first.double.settled();
  expect(notes).toEqual([own]);
});

it('whoever comes second has none', async () => {
  await using first = await started();
  takeSingleInstance(first.electron, own);
  await using second = await started({ secondInstanceOf: first.double });
  expect(takeSingleInstance(second.electron, own)).toBeNull();
});
