import { spawn } from 'node:child_process';

/** An opener that has not failed by then has found its browser. */
const OPENER_MS = 3000;

/** In the person's own browser; false where there is none, or no display to open one on. */
export function openInBrowser(url: string): Promise<boolean> {
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

function opener(): readonly string[] {
  const { env, platform } = process;
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler'];
  return env.DISPLAY || env.WAYLAND_DISPLAY ? ['xdg-open'] : [];
}
