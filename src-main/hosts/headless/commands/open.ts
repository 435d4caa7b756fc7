import { spawn } from 'node:child_process';
import type { Arguments } from '../arguments.ts';
import { EXIT, type ExitCode } from '../failure.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { needSession } from '../session.ts';

/** An opener that has not failed by then has found its browser. */
const OPENER_MS = 3000;

export async function run(args: Arguments, output: Output): Promise<ExitCode> {
  const { client } = await needSession(args, output);
  const address = await client.post<{ readonly url: string; readonly expiresAt: string }>(
    '/api/one-time-address',
  );
  if (output.json) {
    output.value(address);
    return EXIT.done;
  }
  if (!args.flag('print')) {
    if (await openInBrowser(address.url)) return EXIT.done;
    output.note(say('cli.open.cannot'));
  }
  output.line(address.url);
  return EXIT.done;
}

function openInBrowser(url: string): Promise<boolean> {
  const [command, ...args] = opener();
  if (command === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
    const done = (opened: boolean) => {
      clearTimeout(timer);
      child.unref();
      resolve(opened);
    };
    const timer = setTimeout(() => done(true), OPENER_MS);
    child.once('error', () => done(false));
    child.once('exit', (code) => done(code === 0));
  });
}

/** None where there is no display to open a browser on. */
function opener(): readonly string[] {
  const { env, platform } = process;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : [];
}
