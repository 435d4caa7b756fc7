import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { findInstance } from '../../src-main/runtime/find-instance.ts';
import type { OrchestratorEvent } from '../../src-shared/schema/event.ts';
import { instance, place, rig, type ServerEntry } from '../faults/kit.ts';
import { eventually } from '../support/eventually.ts';
import { commandLine, hasProc } from '../support/proc.ts';

const TRIVIAL = fileURLToPath(new URL('../fixtures/servers/trivial.mjs', import.meta.url));

const server = (env: Readonly<Record<string, string>> = {}, args: readonly string[] = []): ServerEntry => ({
  command: process.execPath,
  args: [TRIVIAL, ...args],
  env,
});

test('an edit restarts only the server that it changes; a broken one changes nothing until it is mended', async () => {
  await using it = await rig({ first: server(), second: server() });
  const before = { first: await it.until('first', 'RUNNING'), second: await it.until('second', 'RUNNING') };
  const errors = (): readonly { readonly line: number | null }[] =>
    it.runtime.orchestrator.status().instance.configErrors;

  it.place.save({ first: server({ EDITED: 'yes' }), second: server() });
  const edited = await it.until('first', ({ state, pid }) => state === 'RUNNING' && pid !== before.first.pid);
  expect(edited).toMatchObject({ totalRestarts: 0, state: 'RUNNING' });
  expect(it.status('second')).toMatchObject({ pid: before.second.pid, state: 'RUNNING' });

  const good = it.place.configText({ first: server({ EDITED: 'again' }), second: server(), third: server() });
  writeFileSync(it.place.config, good.replace('"mcpServers":', '"mcpServers"'));
  await eventually(errors, ({ length }) => length > 0, { what: 'the errors of the file' });
  expect(errors()[0]).toMatchObject({ line: 2 });
  expect(it.status('first')).toMatchObject({ pid: edited.pid, state: 'RUNNING' });
  expect(it.status('second')).toMatchObject({ pid: before.second.pid, state: 'RUNNING' });

  writeFileSync(it.place.config, good);
  await eventually(() => it.runtime.orchestrator.server('third').ok, undefined, { what: 'a third server' });
  await it.until('third', 'RUNNING');
  await it.until('first', ({ state, pid }) => state === 'RUNNING' && pid !== edited.pid);
  expect(errors()).toEqual([]);
  expect(it.status('second')).toMatchObject({ pid: before.second.pid, state: 'RUNNING' });
});

// Only Linux tells the command line of a process; and only there may a login shell be a script.
describe.skipIf(!hasProc)('a variable that only the login shell has', () => {
  const NAME = 'ONLY_IN_THE_LOGIN_SHELL';

  test('starts by itself the server that was refused without it', async () => {
    await using where = await place({ needy: server({}, [`\${${NAME}}`]) });
    const shell = where.folder.file('shell');
    const script = `#!/bin/sh\n# called with -i -l -c SCRIPT\n${NAME}=told; export ${NAME}\nexec /bin/sh -c "$4"\n`;
    writeFileSync(shell, script, { mode: 0o755 });
    const { TERM: _, ...env } = process.env;
    await using child = await instance(where, { env: { ...env, SHELL: shell } });
    await child.running(['needy']);

    const [pid = 0] = where.survivors();
    expect(commandLine(pid)).toContain('told');
    const { info, token } = findInstance(where.home);
    const answer = await fetch(`${info?.url}/api/events?limit=100`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const { events } = (await answer.json()) as { events: readonly OrchestratorEvent[] };
    const told = events.filter(({ type }) => type.startsWith('config.'));
    expect(told.map(({ type }) => type)).toEqual(['config.loaded', 'config.error', 'config.loaded']);
    expect(JSON.stringify(told[1]?.data)).toContain(NAME);
  });
});
