import type { Arguments } from '../arguments.ts';
import { EXIT, type ExitCode } from '../failure.ts';
import { openInBrowser } from '../open-in-browser.ts';
import type { Output } from '../output.ts';
import { say } from '../say.ts';
import { needSession } from '../session.ts';

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
