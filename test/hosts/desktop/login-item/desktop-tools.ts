import { execFileSync, spawnSync } from 'node:child_process';

const has = (program: string): boolean => !spawnSync(program, ['--help'], { stdio: 'ignore' }).error;

/** null where it is installed; else why such tests are skipped. */
export const whyNoValidator: string | null = has('desktop-file-validate')
  ? null
  : 'needs desktop-file-validate, of desktop-file-utils';

/** The reader that GNOME starts applications with. */
export const whyNoGio: string | null = has('gio') ? null : 'needs gio, of libglib2.0-bin';

/** What desktop-file-validate has to say of it: errors, warnings and hints. */
export function complaints(path: string): string {
  const { stdout, stderr } = spawnSync('desktop-file-validate', [path], { encoding: 'utf8' });
  return stdout + stderr;
}

/** Starts what the entry says, as a desktop does. */
export function launch(path: string): void {
  execFileSync('gio', ['launch', path], { stdio: 'ignore' });
}
