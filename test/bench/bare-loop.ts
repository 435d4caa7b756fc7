import { type ChildProcess, spawn } from 'node:child_process';
import type { ServerEntry } from './instance.ts';

const messages = [
  {
    id: 1,
    method: 'server/discover',
    params: {
      _meta: {
        'io.modelcontextprotocol/protocolVersion': '2026-07-28',
        'io.modelcontextprotocol/clientInfo': { name: 'bound', version: '1' },
        'io.modelcontextprotocol/clientCapabilities': {},
      },
    },
  },
  {
    id: 2,
    method: 'initialize',
    params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bound', version: '1' } },
  },
  { id: 3, method: 'tools/list' },
];
const line = (message: object) => `${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`;

/** The least work that a start can be: spawn, send, wait for the answer, three times. */
function startOne({ command, args }: ServerEntry): Promise<ChildProcess> {
  const child = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  child.stderr?.resume();
  return new Promise((resolve, reject) => {
    let text = '';
    let step = 0;
    const say = () => {
      if (step === 2) child.stdin?.write(line({ method: 'notifications/initialized' }));
      child.stdin?.write(line(messages[step] ?? {}));
    };
    child.once('error', reject);
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes(`"id":${step + 1}`) || !text.endsWith('\n')) return;
      text = '';
      step += 1;
      if (step === messages.length) resolve(child);
      else say();
    });
    say();
  });
}

/** All servers with so many at a time. Milliseconds from the first spawn until the last has listed its tools. */
export async function bareLoop(servers: readonly ServerEntry[], concurrency: number): Promise<number> {
  const waiting = [...servers];
  const children: ChildProcess[] = [];
  const began = performance.now();
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      children.push(await startOne(next));
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  const ms = performance.now() - began;
  await Promise.all(
    children.map((child) => {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.stdin?.end();
      return gone;
    }),
  );
  return ms;
}
