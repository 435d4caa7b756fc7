import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHistogram, renderMetrics } from '../../src-main/transport/metric-text.ts';
import { statusOf } from '../doubles/orchestrator.ts';
import { findTool, PROMTOOL } from '../support/tools.ts';
import { type Rig, startRig } from './rig.ts';

const promtool = findTool(PROMTOOL);
const hostile = 'a"b\\c\nd{e="f"} 🚀 \ud800';

let rig: Rig;
beforeEach(async () => {
  rig = await startRig([
    statusOf('alpha', { totalRestarts: 7, cpuPercent: 50, uptimeMs: 1500 }),
    statusOf('down', {
      state: 'CRASHED',
      reason: 'EXITED',
      cpuPercent: null,
      memoryBytes: null,
      uptimeMs: null,
      processes: null,
      tools: null,
    }),
    statusOf(hostile.replace('\n', ' ')),
  ]);
});
afterEach(() => rig.server.close());

const scrape = async () => (await fetch(`${rig.url}/metrics`)).text();

describe('/metrics', () => {
  it('tells states, counts and figures in base units, and nothing of what is not known', async () => {
    const text = await scrape();
    expect(text).toContain('mcp_orchestrator_server_state{server="alpha",state="RUNNING"} 1\n');
    expect(text).toContain('mcp_orchestrator_server_state{server="alpha",state="CRASHED"} 0\n');
    expect(text).toContain('mcp_orchestrator_server_restarts_total{server="alpha"} 7\n');
    expect(text).toContain('mcp_orchestrator_server_cpu_ratio{server="alpha"} 0.5\n');
    expect(text).toContain('mcp_orchestrator_server_uptime_seconds{server="alpha"} 1.5\n');
    expect(text).toContain('mcp_orchestrator_build_info{version="1.2.3",');
    expect(text).toContain('mcp_orchestrator_server_up{server="down"} 0\n');
    expect(text).not.toMatch(/(cpu_ratio|memory_bytes|uptime_seconds)\{server="down"/);
  });

  it('names every family before it has a sample', async () => {
    const text = await scrape();
    expect(text).toContain('# TYPE mcp_orchestrator_health_check_duration_seconds histogram\n');
    expect(text).not.toContain('mcp_orchestrator_health_check_duration_seconds_count');
  });

  it('counts each health check once', async () => {
    const checked = (latencyMs: number, checkedAt: string) =>
      rig.orchestrator.change('alpha', { health: { ...statusOf('x').health, latencyMs, checkedAt } });
    checked(3, '2026-01-01T00:01:00.000Z');
    await expect.poll(scrape).toContain('health_check_duration_seconds_count{server="alpha"} 1\n');
    rig.orchestrator.change('alpha', { cpuPercent: 1 });
    checked(700, '2026-01-01T00:01:30.000Z');
    await expect.poll(scrape).toContain('health_check_duration_seconds_count{server="alpha"} 2\n');
    const text = await scrape();
    expect(text).toContain(
      'mcp_orchestrator_health_check_duration_seconds_bucket{server="alpha",le="0.005"} 1\n',
    );
    expect(text).toContain(
      'mcp_orchestrator_health_check_duration_seconds_bucket{server="alpha",le="1"} 2\n',
    );
    expect(text).toContain('mcp_orchestrator_health_check_duration_seconds_sum{server="alpha"} 0.703\n');
  });

  it.skipIf(promtool === null)('passes promtool (needs promtool: npm run test:setup)', async () => {
    rig.orchestrator.change('alpha', {
      health: { ...statusOf('x').health, checkedAt: '2026-01-01T00:02:00.000Z' },
    });
    await expect.poll(scrape).toContain('_count{server="alpha"} 1');
    const output = execFileSync(promtool ?? '', ['check', 'metrics'], {
      input: await scrape(),
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(output).toBe('');
  });
});

describe('the text format', () => {
  it('escapes what labels and helps may hold', () => {
    const text = renderMetrics([
      {
        name: 'a',
        type: 'gauge',
        help: 'one\ntwo\\',
        samples: [{ labels: { server: hostile }, value: Number.NaN }],
      },
    ]);
    expect(text).toBe(
      '# HELP a one\\ntwo\\\\\n# TYPE a gauge\na{server="a\\"b\\\\c\\nd{e=\\"f\\"} 🚀 \ufffd"} NaN\n',
    );
  });

  it('tells a family without samples by help and type, and counts a value on a bound as within it', () => {
    expect(renderMetrics([{ name: 'a', type: 'gauge', help: 'A.', samples: [] }])).toBe(
      '# HELP a A.\n# TYPE a gauge\n',
    );
    const histogram = createHistogram([1, 2]);
    for (const value of [1, 2, 3]) histogram.observe(value);
    expect(histogram.samples({}).map(({ value }) => value)).toEqual([1, 2, 3, 6, 3]);
  });
});

describe('/healthz and /readyz', () => {
  it('answer without a token, and name who is not running yet and nothing more', async () => {
    expect((await fetch(`${rig.url}/healthz`)).status).toBe(200);
    const waiting = await fetch(`${rig.url}/readyz`);
    expect([waiting.status, await waiting.json()]).toEqual([
      503,
      { ready: false, waitingFor: [{ name: 'down', state: 'CRASHED' }] },
    ]);
    rig.orchestrator.change('down', { desired: 'down' });
    expect((await fetch(`${rig.url}/readyz`)).status).toBe(200);
    rig.orchestrator.change('alpha', { state: 'UNHEALTHY' });
    expect((await fetch(`${rig.url}/readyz`)).status).toBe(503);
    rig.orchestrator.change('alpha', { enabled: false });
    expect((await fetch(`${rig.url}/readyz`)).status).toBe(200);
  });
});
