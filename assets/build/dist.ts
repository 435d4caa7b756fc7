// npm run dist: installers of this platform, into release/. Arguments go to electron-builder: `npm run dist -- --dir`.
import { run } from './run.ts';

const SIGNING = /^(?:WIN_)?CSC_|^APPLE_/;
const repository = process.env.GITHUB_REPOSITORY;
const homepage =
  repository === undefined ? [] : [`-c.extraMetadata.homepage=https://github.com/${repository}`];

/** A secret that is not set comes as an empty text, which electron-builder takes for the path of a certificate. */
const unset = Object.entries(process.env).filter(([name, value]) => SIGNING.test(name) && value === '');
const env = Object.fromEntries(unset.map(([name]) => [name, undefined]));

const steps = [
  // What an instance of this checkout still runs from goes too: there are to be no chunks of earlier builds.
  () => run(process.execPath, ['assets/build/build.ts', '--clean'], { inherit: true }),
  () =>
    run('electron-builder', ['--publish', 'never', ...homepage, ...process.argv.slice(2)], {
      inherit: true,
      env,
    }),
];
for (const step of steps) {
  const { code } = await step();
  process.exitCode = code;
  if (code !== 0) break;
}
