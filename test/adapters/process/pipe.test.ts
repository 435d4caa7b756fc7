import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLineFramer, createPipe, looksLikeJson } from '../../../src-main/adapters/process/pipe.ts';
import { cpuMsOf } from '../../support/stopwatch.ts';
import { clock, memoryLog } from './rig.ts';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

function framed(chunks: readonly Uint8Array[], maxBytes = 1000): { lines: string[]; oversize: number[] } {
  const lines: string[] = [];
  const oversize: number[] = [];
  const framer = createLineFramer({
    maxBytes,
    onLine: (line) => lines.push(text(line)),
    onOversize: (bytes) => oversize.push(bytes),
  });
  for (const chunk of chunks) framer.push(chunk);
  framer.end();
  return { lines, oversize };
}

describe('framing lines', () => {
  const whole = Buffer.from('{"a":"你好 👩‍👩‍👧"}\r\n\r\n{"b":"مرحبا"}\nno newline at the end ✓');
  const expected = ['{"a":"你好 👩‍👩‍👧"}', '{"b":"مرحبا"}', 'no newline at the end ✓'];

  it('row 27: gives the exact text wherever it is split, with CR LF and without a final newline', () => {
    for (let at = 0; at <= whole.length; at += 1) {
      expect(framed([whole.subarray(0, at), whole.subarray(at)]).lines).toEqual(expected);
    }
    expect(framed([...whole].map((byte) => Uint8Array.of(byte))).lines).toEqual(expected);
  });

  it('reports a line over the cap once, when it crosses it, and goes on behind it', () => {
    const chunks = [
      Buffer.alloc(600, 'x'),
      Buffer.alloc(600, 'y'),
      Buffer.alloc(600, 'z'),
      Buffer.from('\nnext\n'),
    ];
    expect(framed(chunks)).toEqual({ lines: ['next'], oversize: [1200] });
    expect(framed([Buffer.alloc(1000, 'x')]).lines[0]).toHaveLength(1000);
  });

  it('takes a line of 9 MB in small chunks without joining them over and over', () => {
    const chunks = Array.from({ length: 9000 }, () => Buffer.alloc(1000, 'x'));
    const frame = () => expect(framed(chunks, 10_000_000).lines[0]).toHaveLength(9_000_000);
    // Joining at each chunk would copy 40 GB.
    expect(cpuMsOf(frame)).toBeLessThan(3000);
  });

  it('tells messages from banners', () => {
    const json = ['{"jsonrpc":"2.0"}', '  {"a":1}', '[{"a":1}]', '[ {"a":1}]'];
    const noise = ['[INFO] listening', 'Server ready', '"text"', '[1,2]', ' ', '['];
    expect(json.filter((line) => !looksLikeJson(Buffer.from(line)))).toEqual([]);
    expect(noise.filter((line) => looksLikeJson(Buffer.from(line)))).toEqual([]);
  });
});

function pipeOver(protocol = true) {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() };
  const log = memoryLog();
  return { ...streams, log, pipe: createPipe(streams, log, clock, protocol) };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

describe('the pipe of a server', () => {
  it('keeps early messages for whoever listens later, and puts noise into the log, counted', async () => {
    const { stdout, pipe, log } = pipeOver();
    stdout.write('Welcome ✓\n{"id":1}\n[INFO] ready\n{"id":2}\n');
    await settled();
    const seen: string[] = [];
    pipe.onMessage = (line) => seen.push(text(line));
    stdout.write('{"id":3}\n');
    await settled();
    expect(seen).toEqual(['{"id":1}', '{"id":2}', '{"id":3}']);
    expect(log.lines.map((line) => [line.stream, line.text])).toEqual([
      ['stdout', 'Welcome ✓'],
      ['stdout', '[INFO] ready'],
    ]);
    expect(pipe.noiseLines).toBe(2);
    pipe.rejectLine(Buffer.from('{not json'));
    expect(pipe.noiseLines).toBe(3);
  });

  it('row 26: reports an oversize message and lives on', async () => {
    const { stdout, pipe } = pipeOver();
    const oversize: number[] = [];
    const seen: string[] = [];
    pipe.onOversize = (bytes) => oversize.push(bytes);
    pipe.onMessage = (line) => seen.push(text(line));
    stdout.write(`{"x":"${'x'.repeat(11 * 1024 * 1024)}"}\n{"id":1}\n`);
    await settled();
    expect(oversize).toHaveLength(1);
    expect(oversize[0]).toBeGreaterThan(10 * 1024 * 1024);
    expect(seen).toEqual(['{"id":1}']);
  });

  it('writes text and bytes as lines, counts them, and refuses once closed', async () => {
    const { stdin, pipe } = pipeOver();
    expect(pipe.write('{"id":1}')).toBe(true);
    expect(pipe.write(Buffer.from('{"id":2}'))).toBe(true);
    expect(text(stdin.read() as Buffer)).toBe('{"id":1}\n{"id":2}\n');
    expect(pipe.bytesWritten).toBe(18);
    pipe.closeStdin();
    expect(pipe.write('{"id":3}')).toBe(false);
    expect(pipe.bytesWritten).toBe(18);
  });

  it('survives errors on each of its streams', async () => {
    const { stdin, stdout, stderr, pipe } = pipeOver();
    stdin.destroy(new Error('EPIPE'));
    stdout.destroy(new Error('ECONNRESET'));
    stderr.destroy(new Error('ECONNRESET'));
    await settled();
    expect(pipe.write('{}')).toBe(false);
  });

  it('tells the end of stdout once, after the unfinished last line', async () => {
    const { stdout, stderr, pipe } = pipeOver();
    const told: string[] = [];
    pipe.onMessage = (line) => told.push(text(line));
    pipe.onEnd = () => told.push('end');
    stdout.end('{"id":1}');
    stderr.end();
    await pipe.drained;
    await settled();
    expect(told).toEqual(['{"id":1}', 'end']);
  });

  it('hands stderr on as it comes', async () => {
    const { stderr, pipe, log } = pipeOver();
    const bytes = Buffer.from('größer 漢字\npartial');
    for (const byte of bytes) stderr.write(Uint8Array.of(byte));
    await settled();
    expect(Buffer.concat(log.stderr)).toEqual(bytes);
    expect(pipe.outputBytes).toBe(bytes.length);
    expect(pipe.bytesRead).toBe(0);
  });
});
