import { useMemo } from 'react';
import type { ServerStatus } from '../../../src-shared/schema/status.ts';
import { isDown } from '../../state/standing.ts';
import { Figure } from '../../ui/figure.tsx';
import { bytes, clockSeconds, percent, plainText, say } from '../../ui/words.ts';
import { treeOf } from './process-tree.ts';
import { useProcesses } from './use-processes.ts';

/** More would be a list that nobody reads; the figures of the whole tree stand in the charts. */
const MOST_ROWS = 100;

/** Of a long path its last two names tell the most. */
const shortCommand = (command: string): string =>
  command.replace(/(?<=^| )\/\S*\/(?=[^\s/]+\/[^\s/]+(?: |$))/g, '…/');

export function Processes({ server }: { readonly server: ServerStatus }) {
  const seen = useProcesses(server);
  const rows = useMemo(() => treeOf(seen?.processes ?? []), [seen]);
  const ended = server.pid === null;
  // Whatever is left of one that cannot be ended is told by its cause, so it is not denied here.
  const gone = ended && isDown(server) && server.reason !== 'UNKILLABLE';
  return (
    <section className="panel" aria-labelledby="server-processes">
      <header>
        <h2 id="server-processes">{say('server.processes')}</h2>
        {rows.length === 0 ? null : (
          <span className="muted push">
            {gone
              ? say('server.processes.ended', { count: rows.length })
              : say('server.processes.count', { count: rows.length })}
          </span>
        )}
      </header>
      <div className="in">
        {rows.length === 0 ? (
          <p className="muted">
            {say(
              ended
                ? 'server.processes.none'
                : server.state === 'STARTING'
                  ? 'server.processes.later'
                  : 'server.reading',
            )}
          </p>
        ) : (
          <table className={ended ? 'server-tree server-ended' : 'server-tree'}>
            <thead>
              <tr>
                <th scope="col">{say('server.processes.pid')}</th>
                <th scope="col">
                  {ended
                    ? say('server.processes.seen', { time: clockSeconds(seen?.at ?? 0) })
                    : say('server.processes.command')}
                </th>
                <th scope="col" className="n">
                  {say('page.cpu')}
                </th>
                <th scope="col" className="n">
                  {say('page.memory')}
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, MOST_ROWS).map(({ pid, command, cpuPercent, memoryBytes, depth }) => (
                <tr key={pid}>
                  <td className="num">{pid}</td>
                  <td title={plainText(command)}>
                    {depth === 0 ? null : (
                      <span className="server-elbow" aria-hidden="true">
                        {'\u00a0\u00a0'.repeat(Math.min(depth, 8) - 1)}└{' '}
                      </span>
                    )}
                    <bdi>{shortCommand(plainText(command))}</bdi>
                  </td>
                  <td className="n num">
                    <Figure text={percent(cpuPercent)} />
                  </td>
                  <td className="n num">
                    <Figure text={bytes(memoryBytes)} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {rows.length > MOST_ROWS ? (
          <p className="muted">{say('server.processes.more', { count: rows.length - MOST_ROWS })}</p>
        ) : null}
      </div>
    </section>
  );
}
