// Tries to become the instance of a home and says how it went; with `look` it looks for one without end.
import { homePaths } from '../../../src-main/adapters/instance/home.ts';
import { acquireInstanceLock, findInstance } from '../../../src-main/adapters/instance/instance-lock.ts';

const [home = '', task] = process.argv.slice(2);
const paths = homePaths(home);

if (task === 'look') {
  process.stdout.write('looking\n');
  for (;;) findInstance(paths);
}
// Held although nothing refers to it any more.
const result = acquireInstanceLock(paths);
process.stdout.write(
  result.ok ? 'ok\n' : result.kind === 'held' ? `held by ${result.heldBy}\n` : `${result.error}\n`,
);
// Until our starter is gone.
process.stdin.resume();
