import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import vitestConfig from '../../vitest.config.ts';
import { ROOT } from '../arch/import-graph.ts';
import { readYaml } from './yaml.ts';

interface Workflow {
  readonly on: object;
  readonly permissions: Readonly<Record<string, string>>;
  readonly concurrency: { readonly group: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

interface Job {
  readonly 'runs-on': string;
  readonly 'timeout-minutes': number;
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly strategy?: { readonly matrix: { readonly os: readonly string[] } };
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

const folder = join(ROOT, '.github', 'workflows');
const SYSTEMS = ['ubuntu-latest', 'macos-latest', 'windows-latest'];

describe.each(readdirSync(folder))('the workflow %s', async (name) => {
  const workflow = await readYaml<Workflow>(join(folder, name));
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);
  const commands = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));

  it('runs scripts, projects and files that there are', () => {
    const scripts = commands.flatMap((run) =>
      [...run.matchAll(/npm (?:run )?([\w:-]+)/g)].map(([, one]) => one),
    );
    const known = [...Object.keys(packageJson.scripts), 'ci'];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !known.includes(script ?? ''))).toEqual([]);
    const projects = commands.flatMap((run) => [...run.matchAll(/--project (\w+)/g)].map(([, one]) => one));
    const names = (vitestConfig.test?.projects ?? []).map((one) => (one as Project).test.name);
    expect(projects.filter((project) => !names.includes(project ?? ''))).toEqual([]);
    expect(existsSync(join(ROOT, 'package-lock.json'))).toBe(true); // npm ci
  });

  it('may read, and write only where it makes the release', () => {
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const writing = Object.entries(workflow.jobs).filter(([, job]) => job.permissions !== undefined);
    expect(writing.map(([job, { permissions }]) => [job, permissions])).toEqual(
      name === 'release.yml' ? [['draft', { contents: 'write' }]] : [],
    );
    // The token is not left in the checkout, where every script of every package could read it.
    for (const { uses, with: options } of steps)
      if (uses?.startsWith('actions/checkout@'))
        expect(options).toMatchObject({ 'persist-credentials': false });
  });

  it('pins the major version of each action, ends in time and does not run beside itself', () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
    expect(used.filter((uses) => !/^actions\/[\w-]+@v\d+$/.test(uses))).toEqual([]);
    expect(jobs.filter((job) => !(job['timeout-minutes'] > 0))).toEqual([]);
    expect(workflow.concurrency.group).toContain('github.ref');
  });

  it('puts no text of somebody else into a shell', () => {
    // What is written by whoever opens a pull request reaches a script through the environment only.
    expect(commands.filter((run) => /\$\{\{\s*github\.(?:event|head_ref)/.test(run))).toEqual([]);
  });

  it('covers the three systems', () => {
    const matrix = jobs.flatMap((job) => (job.strategy === undefined ? [] : [job.strategy.matrix.os]));
    expect(matrix.length).toBeGreaterThan(0);
    for (const systems of matrix) expect(systems).toEqual(SYSTEMS);
    const others = jobs.map((job) => job['runs-on']).filter((on) => !on.includes('matrix.os'));
    expect(others.filter((on) => !SYSTEMS.includes(on))).toEqual([]);
  });
});

interface Project {
  readonly test: { readonly name: string };
}
