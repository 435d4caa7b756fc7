import { describe, expect, it } from 'vitest';
import { CUT_MARK, LINE_CAP_BYTES } from '../../../src-main/core/logs/line-framer.ts';
import {
  createLineFormatter,
  createServerOutput,
  type OutputLine,
} from '../../../src-main/core/logs/server-output.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const encode = (text: string) => new TextEncoder().encode(text);

function setUp(secrets: readonly string[] = []) {
  const clock = new FakeClock();
  const lines: OutputLine[] = [];
  const output = createServerOutput({
    clock,
    secrets,
    sayDropped: (count) => `${count} dropped`,
    onLine: (line) => lines.push(line),
    rateLimit: { bytesPerSecond: 1000, burstBytes: 1000 },
  });
  return { clock, lines, output, shown: () => lines.map((line) => `${line.stream}: ${line.text}`) };
}

describe("a server's output", () => {
  it('keeps the two streams apart and in the order of their ends', () => {
    const { output, shown, clock, lines } = setUp();
    output.writeChunk('stderr', encode('half '));
    output.writeChunk('stdout', encode('noise\n'));
    output.writeChunk('stderr', encode('a line\nrest'));
    output.writeLine('orchestrator', 'exited\nwith code 1');
    expect(shown()).toEqual([
      'stdout: noise',
      'stderr: half a line',
      'orchestrator: exited',
      'orchestrator: with code 1',
    ]);
    output.finishPartialLines();
    expect(shown().at(-1)).toBe('stderr: rest');
    expect(output.tail(2)).toEqual(lines.slice(-2));
    expect(createLineFormatter('memory')(lines[0] as OutputLine)).toEqual({
      at: new Date(clock.wallMs()).toISOString(),
      server: 'memory',
      stream: 'stdout',
      text: 'noise',
      truncated: false,
    });
  });

  it('redacts, with the secrets of the newest configuration', () => {
    const { output, shown } = setUp(['secret-one']);
    output.writeChunk('stderr', encode('secret-'));
    output.writeChunk('stderr', encode('one\n'));
    output.setSecrets(['secret-two']);
    output.writeLine('stdout', 'secret-one secret-two');
    expect(shown()).toEqual(['stderr: ••••', 'stdout: secret-one ••••']);
  });

  it('cuts a finished line that is too long, at a whole character', () => {
    const { output, lines } = setUp();
    output.writeLine('orchestrator', `${'x'.repeat(LINE_CAP_BYTES - 1)}😀`);
    expect([lines[0]?.truncated, lines[0]?.text.length]).toEqual([true, LINE_CAP_BYTES]);
    expect(lines[0]?.text.endsWith(`x${CUT_MARK}`)).toBe(true);
  });

  it('tells dropped lines once a second, and at the end', async () => {
    const { clock, output, shown } = setUp();
    output.writeLine('stdout', 'x'.repeat(1000));
    output.writeChunk('stderr', encode('1\n2\n3\n'));
    output.writeLine('stdout', '4');
    output.writeLine('orchestrator', 'we are always heard');
    await clock.advance(240);
    output.writeChunk('stderr', encode('5\nhal'));
    expect(shown().slice(1)).toEqual(['orchestrator: we are always heard']);
    await clock.advance(760);
    expect(shown().slice(2)).toEqual(['orchestrator: 6 dropped']);
    output.writeChunk('stderr', encode('f\nagain\n'));
    expect(shown().slice(3)).toEqual(['stderr: again']);
    output.writeLine('stdout', 'y'.repeat(2000));
    output.writeChunk('stderr', encode('7\n'));
    output.finishPartialLines();
    expect(shown().slice(5)).toEqual(['orchestrator: 1 dropped']);
    expect(output.droppedLines).toBe(7);
    expect(clock.pending).toEqual([]);
  });
});
