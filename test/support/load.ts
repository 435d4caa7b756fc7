// For stress runs by hand: burns cores while tests run in another window.
//
//     node test/support/load.ts [CORES=1] [SECONDS=until Ctrl-C]
import { isMainThread, Worker } from 'node:worker_threads';

function burn(): void {
  let kept: unknown;
  // Garbage rather than an empty loop: caches and the collector are busy too.
  for (let i = 0; ; i++) kept = { i, before: i % 1000 === 0 ? undefined : kept };
}

if (isMainThread) {
  const [cores = '1', seconds] = process.argv.slice(2);
  for (let i = 0; i < Number(cores); i++) new Worker(new URL(import.meta.url));
  process.stderr.write(`burning ${cores} core(s)${seconds ? ` for ${seconds} s` : ', Ctrl-C ends it'}\n`);
  if (seconds !== undefined) setTimeout(() => process.exit(0), Number(seconds) * 1000);
} else burn();
