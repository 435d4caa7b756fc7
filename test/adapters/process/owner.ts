// An instance as far as processes go, to be killed by janitor.test.ts: FOLDER COUNT. Each tree is npx-like, its server
// ignores the end of input and TERM, and a side process has left the group.
import { fixtureServer } from '../../support/mcp-line-client.ts';
import { tempFolder } from '../../support/temp.ts';
import { rig, serverOf } from './rig.ts';

const [, , path = '', count = '1'] = process.argv;
const folder = await tempFolder('unused');
await folder[Symbol.asyncDispose]();
const it = await rig({
  janitor: true,
  folder: { ...folder, path, file: (...parts) => [path, ...parts].join('/') },
});
const chaos = [fixtureServer('chaos.mjs'), '--ignore-eof', '--ignore-term', '--side-process', 'setsid'];
const args = ['-c', 'sh -c \'"$0" "$@"; exit $?\' "$0" "$@"; exit $?', process.execPath, ...chaos];
const env = { LIVENESS_PORT: process.env.LIVENESS_PORT ?? '' };
for (let index = 0; index < Number(count); index += 1) {
  await it.start(serverOf('/bin/sh', { name: `tree-${index}`, args, env }));
}
setInterval(() => {}, 1000);
