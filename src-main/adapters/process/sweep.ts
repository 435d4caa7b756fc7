import type { OrphanTree, ProcessTree } from '../../core/ports/process.ts';
import type { Container } from './docker.ts';
import { createContainerTree } from './docker.ts';
import type { Ledger, LedgerRecord } from './ledger.ts';
import type { ProcessEntry, ProcessTable } from './process-table.ts';
import { createPosixTree, findMembers } from './tree.ts';

/**
 * Trees that an earlier instance of this boot left behind. A record is believed only where something alive proves it:
 * a process that carries its nonce (also one whose pid was never written down), or a container with its label. All
 * other records are dropped: the pid is gone, or means somebody else now. Signals nothing itself.
 */
export async function findOrphans(options: {
  readonly ledger: Ledger;
  readonly table: ProcessTable | null;
  readonly containerOf: (record: LedgerRecord) => Container | null;
}): Promise<readonly OrphanTree[]> {
  const { ledger, table } = options;
  if (ledger.earlier.length === 0) return [];
  const entries = (await table?.all()) ?? [];
  const found = await Promise.all(ledger.earlier.map((record) => judge(record, entries, options)));
  return found.flatMap((orphan, index) => {
    const record = ledger.earlier[index];
    if (orphan === null && record !== undefined) ledger.clear(record.nonce);
    return orphan === null ? [] : [orphan];
  });
}

async function judge(
  record: LedgerRecord,
  entries: readonly ProcessEntry[],
  options: Parameters<typeof findOrphans>[0],
): Promise<OrphanTree | null> {
  const { ledger, table } = options;
  if (table === null) return null;
  const facts = { group: record.group, startToken: record.startToken, nonce: record.nonce };
  const { group, outside } = findMembers(facts, entries, 'foreign');
  const container = options.containerOf(record);
  const containers = container === null ? [] : await container.livePids();
  const pid = [...group, ...outside, ...containers][0];
  if (pid === undefined) return null;
  const processes: ProcessTree = createPosixTree(facts, {
    table,
    root: () => 'foreign',
    closeStdin: () => {}, // its pipes went with the instance that held them
    release: () => ledger.clear(record.nonce),
  });
  const tree = container === null ? processes : createContainerTree(processes, container);
  return {
    server: record.server,
    pid: record.pid !== null && group.includes(record.pid) ? record.pid : pid,
    tree,
  };
}
