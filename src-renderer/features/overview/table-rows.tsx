import { memo } from 'react';
import type { ServerState, ServerStatus } from '../../../src-shared/schema/status.ts';
import { useDashboard, useLastKnown, useServer } from '../../state/dashboard.ts';
import { useTold } from '../../state/now.ts';
import { useSelection } from '../../state/selection.ts';
import { isRemote, isUp } from '../../state/standing.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Figure } from '../../ui/figure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Pips } from '../../ui/pips.tsx';
import { Sign, signOf } from '../../ui/sign.tsx';
import { Told } from '../../ui/told.tsx';
import { TurningSign } from '../../ui/turning-sign.tsx';
import { bytes, duration, percent, plainText, say, sayTold } from '../../ui/words.ts';
import { sumOf } from '../board/sums.ts';
import type { Section } from './arrange.ts';
import { tellCause } from './cause-text.ts';
import { GroupActions } from './group-actions.tsx';
import { Mark, NameLink } from './item.tsx';
import { MeterLine } from './meter.tsx';
import { ServerMenu } from './server-menu.tsx';
import { headOf, kindWord, stateText, upText, warningWord } from './server-words.ts';
import type { Fold } from './table-entries.ts';
import { TroubleButtons } from './trouble-buttons.tsx';

const COLUMNS = 14;
/** The sums of a group stand under what they sum. */
const BEFORE_CPU = 5;
/** Groups' sums are figures of a heading: nobody reads them faster. */
const SUM_EVERY_MS = 2000;

interface Place {
  /** Where in the whole table, when only a part of it is there. */
  readonly place: number | undefined;
}

const rowIndex = ({ place }: Place) => (place === undefined ? {} : { 'aria-rowindex': place });

export const ServerRow = memo(function ServerRow({ name, place }: { readonly name: string } & Place) {
  const server = useServer(name);
  const marked = useSelection(({ selected }) => selected.has(name));
  if (server === null) return null;
  const kind = signOf(server.state);
  const remote = isRemote(server);
  const up = isUp(server);
  return (
    <tr
      data-row
      className={`item ${server.enabled ? kind : 'stopped'}${marked ? ' on' : ''}`}
      {...rowIndex({ place })}
    >
      <td className="narrow">
        <Mark name={name} />
      </td>
      <th scope="row">
        <span className="who">
          <TurningSign kind={kind} />
          <NameLink name={name} />
        </span>
      </th>
      <td className="state-cell">
        <StateCell server={server} />
      </td>
      <td className="n narrow">
        <Up server={server} />
      </td>
      <td className="narrow">
        {remote ? DASH : <Pips used={server.restartCount} max={server.maxRestarts} brief />}
      </td>
      <td className="n">
        <Value text={percent(server.cpuPercent)} />
      </td>
      <td className="sp wide">{up && !remote ? <MeterLine server={name} kind="cpu" /> : null}</td>
      <td className="n">
        <Value text={bytes(server.memoryBytes)} />
      </td>
      <td className="sp wide">
        {up && !remote ? (
          <MeterLine
            server={name}
            kind="mem"
            limit={server.warnings.some((warning) => warning.kind === 'memory')}
          />
        ) : null}
      </td>
      <td className="n narrow">
        <Value text={duration(server.health.latencyMs)} />
      </td>
      <td className="n narrow middle">{server.tools ?? DASH}</td>
      <td className="muted wide">{server.protocol ?? DASH}</td>
      <td className="muted narrow middle">{kindWord(server)}</td>
      <td className="narrow menu-cell">
        <ServerMenu name={name} />
      </td>
    </tr>
  );
});

function Up({ server }: { readonly server: ServerStatus }) {
  const until = useLastKnown();
  return <Told tell={(now) => upText(server, until ?? now)} />;
}

const DASH = '–';

const Value = memo(function Value({ text }: { readonly text: string }) {
  return (
    <span className="num">
      <Figure text={text} />
    </span>
  );
});

function StateCell({ server }: { readonly server: ServerStatus }) {
  const { warnings } = server;
  const until = useLastKnown();
  // Its length of time has a column of its own.
  const text = useTold((now) =>
    server.state === 'RUNNING' && server.pausedUntil === null && server.enabled
      ? say('state.RUNNING')
      : stateText(server, until ?? now),
  );
  const message = warnings.map(sayTold).join(' ');
  return (
    <>
      <span className={`word ${server.enabled ? signOf(server.state) : ''}`}>{text}</span>
      {warnings.length === 0 ? null : (
        <span className="note warning" title={plainText(message)}>
          <Sign kind="warning" />
          <span>{warningWord(warnings[0]?.kind ?? '')}</span>
        </span>
      )}
    </>
  );
}

/** In place of figures: what happened, what to do, and the two buttons for it. */
export const TroubleRow = memo(
  function TroubleRow({ names }: { readonly names: readonly string[] }) {
    const [first = ''] = names;
    const server = useServer(first);
    const marked = useSelection(({ selected }) => selected.has(first));
    if (server === null) return null;
    const kind = signOf(server.state);
    const several = names.length > 1;
    const head = headOf(server);
    const told = tellCause(server, head);
    return (
      <tr className={`item bad ${kind}${marked ? ' on' : ''}`}>
        <td className="narrow">{several ? null : <Mark name={first} />}</td>
        <th scope="row">
          <span className="who">
            <TurningSign kind={kind} />
            {several ? (
              <span className="several">
                <span>{say('overview.several', { count: names.length })}</span>
                <TroubleNames names={names} />
              </span>
            ) : (
              <NameLink name={first} />
            )}
          </span>
        </th>
        <td className="state-cell">
          <span className="word">{head}</span>
        </td>
        <td colSpan={COLUMNS - 3} className="reason">
          <div className="why-line">
            <p>
              <span className="clip">
                <CodeText text={told.what} />
              </span>
              {told.todo === null ? null : (
                <span className="clip muted">
                  <CodeText text={[told.todo, told.after].filter((part) => part !== null).join(' ')} />
                </span>
              )}
            </p>
            <span className="row">
              <TroubleButtons
                servers={several ? names.map((name) => ({ ...server, name })) : [server]}
                most={2}
              />
            </span>
            {several ? <span className="no-menu" /> : <ServerMenu name={first} />}
          </div>
        </td>
      </tr>
    );
  },
  (a, b) => a.names.length === b.names.length && a.names.every((name, index) => name === b.names[index]),
);

/** As many as fit below their title. */
const MOST_NAMES = 3;

function TroubleNames({ names }: { readonly names: readonly string[] }) {
  const shown = names.length > MOST_NAMES ? names.slice(0, MOST_NAMES - 1) : names;
  const more = names.length - shown.length;
  return (
    <span className="names">
      {shown.map((name) => (
        <NameLink key={name} name={name} />
      ))}
      {more > 0 ? <span className="rest">{say('overview.more-names', { count: more })}</span> : null}
    </span>
  );
}

export const GroupRow = memo(function GroupRow(
  props: {
    readonly section: Section;
    readonly title: string;
    readonly fold: Fold;
    readonly setFold: (key: string, fold: Fold) => void;
  } & Place,
) {
  const { section, title, fold, setFold } = props;
  const open = fold !== 'folded';
  return (
    <tr data-row className="group" {...rowIndex(props)}>
      <th colSpan={BEFORE_CPU} scope="rowgroup">
        <div className="fold-line">
          <button
            type="button"
            className="fold"
            aria-expanded={open}
            onClick={() => setFold(section.key, open ? 'folded' : 'all')}
          >
            <Icon name={open ? 'chevron' : 'right'} />
            <b>
              <bdi>{plainText(title)}</bdi>
            </b>
          </button>
          <Counted section={section} />
        </div>
      </th>
      <Sums section={section} />
      <td colSpan={COLUMNS - BEFORE_CPU - 4} className="group-acts">
        <GroupActions members={section.members} />
      </td>
    </tr>
  );
});

/** Worst first; what is not there is not counted. */
const COUNT_ORDER: readonly ServerState[] = [
  'CRASHED',
  'UNHEALTHY',
  'STARTING',
  'STOPPING',
  'STOPPED',
  'RUNNING',
];

function Counted({ section }: { readonly section: Section }) {
  const counts = new Map<ServerState, number>();
  for (const { state } of section.members) counts.set(state, (counts.get(state) ?? 0) + 1);
  return (
    <span className="tiny">
      {COUNT_ORDER.filter((state) => counts.has(state)).map((state) => (
        <span key={state} title={say(`state.${state}`)}>
          <Sign kind={signOf(state)} />
          {counts.get(state)}
          <span className="hide">{say(`state.${state}`)}</span>
        </span>
      ))}
    </span>
  );
}

function Sums({ section }: { readonly section: Section }) {
  const { store } = useDashboard();
  useTold((now) => Math.floor(now / SUM_EVERY_MS));
  const names = new Set(section.members.map(({ name }) => name));
  const servers = (store.getState().feed.report?.servers ?? []).filter(({ name }) => names.has(name));
  return (
    <>
      <td className="n narrow" title={say('page.cpu')}>
        <Value text={percent(sumOf(servers.map(({ cpuPercent }) => cpuPercent)))} />
      </td>
      <td className="sp wide" />
      <td className="n narrow" title={say('page.memory')}>
        <Value text={bytes(sumOf(servers.map(({ memoryBytes }) => memoryBytes)))} />
      </td>
      <td className="sp wide" />
    </>
  );
}

export const MoreRow = memo(function MoreRow(
  props: {
    readonly section: Section;
    readonly count: number;
    readonly setFold: (key: string, fold: Fold) => void;
  } & Place,
) {
  const { section, count, setFold } = props;
  const running = section.calm.filter(({ state }) => state === 'RUNNING').length >= count;
  const stopped = section.calm.some(({ state, enabled }) => state === 'STOPPED' || !enabled);
  return (
    <tr data-row className="more-row" {...rowIndex(props)}>
      <td className="narrow" />
      <td colSpan={COLUMNS - 1}>
        <button type="button" className="link as-text" onClick={() => setFold(section.key, 'all')}>
          {say(running && !stopped ? 'overview.more-running' : 'overview.more', { count })}
        </button>
      </td>
    </tr>
  );
});
