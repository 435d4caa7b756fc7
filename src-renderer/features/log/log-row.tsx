import { memo, type ReactNode } from 'react';
import { placed } from '../../ui/placed.ts';
import { Sign } from '../../ui/sign.tsx';
import { bytes, dayName, duration, say } from '../../ui/words.ts';
import { type Token, tokenize } from './ansi.ts';
import { cutAt } from './cut-at.ts';
import { isTruncated, kindIn, levelIn, streamOf } from './line-store.ts';
import { readExit } from './marks.ts';
import { DISPLAY_CHARS } from './rows.ts';
import { spansOf } from './search.ts';

export interface RowProps {
  readonly number: number;
  readonly text: string;
  readonly atMs: number;
  readonly flags: number;
  readonly newDay: boolean;
  readonly own: boolean;
  /** What one looks for; '' for nothing. */
  readonly search: string;
  /** The hit at which one is. */
  readonly isHit: boolean;
  readonly isTarget: boolean;
  readonly isSelected: boolean;
  /** How long it ran before it ended, in ms; null: not known. */
  readonly ranMs: number | null;
  /** What followed an end, in words; null: not known. */
  readonly followed: string | null;
  readonly onShowAll: (number: number) => void;
}

/** One line: a time, a stream and a text, or a rule where the server ended. Drawn anew only when it changed. */
export const LogRow = memo(function LogRow(props: RowProps) {
  const { number, newDay, atMs } = props;
  return (
    <div className="r" data-n={number}>
      {newDay && !Number.isNaN(atMs) ? (
        <div className="day">
          <span>{dayName(atMs)}</span>
        </div>
      ) : null}
      <Content {...props} />
    </div>
  );
});

function Content(props: RowProps) {
  switch (kindIn(props.flags)) {
    case 'ended':
    case 'crashed':
      return <ExitRule {...props} />;
    case 'missed':
      return (
        <div className="cut-box">
          <div className="cut warning">
            <Sign kind="warning" />
            <b>{say('log.missed', { count: Number(props.text) })}</b>
          </div>
        </div>
      );
    default:
      return <Line {...props} />;
  }
}

function ExitRule({ text, flags, atMs, ranMs, followed, isSelected, isTarget }: RowProps) {
  const crashed = kindIn(flags) === 'crashed';
  const kind = crashed ? 'crashed' : 'stopped';
  return (
    <div className={`cut-box${isSelected ? ' sel' : ''}`}>
      <div className={`cut ${kind}${isTarget ? ' here' : ''}`}>
        <Sign kind={kind} />
        <b>
          <bdi>{exitWords(text, ranMs)}</bdi>
        </b>
        {ranMs !== null && readExit(text).kind === 'told' ? (
          <span>{say('log.exit.ran', { time: duration(ranMs) })}</span>
        ) : null}
        {followed === null ? null : <span>{followed}</span>}
        <time dateTime={isoOf(atMs)}>{clockOf(atMs)}</time>
      </div>
    </div>
  );
}

function exitWords(text: string, ranMs: number | null): string {
  const exit = readExit(text);
  if (exit.kind === 'told') return exit.text;
  const after = ranMs === null ? {} : { time: duration(ranMs) };
  const key = ranMs === null ? `log.exit.${exit.kind}` : `log.exit.${exit.kind}.after`;
  return say(key, exit.kind === 'code' ? { code: exit.code, ...after } : { signal: exit.signal, ...after });
}

function Line({ number, text, atMs, flags, own, search, isHit, isTarget, isSelected, onShowAll }: RowProps) {
  const level = levelIn(flags);
  const names = [
    'l',
    level === 'error' ? 'e' : level === 'warn' ? 'w' : '',
    own ? 'own' : '',
    !own && streamOf(flags) === 'orchestrator' ? 'o' : '',
    isSelected ? 'sel' : '',
    isHit || isTarget ? 'at' : '',
  ];
  const tokens = tokenize(text, DISPLAY_CHARS);
  return (
    <div className={names.filter((name) => name !== '').join(' ')}>
      <time dateTime={isoOf(atMs)}>
        {clockOf(atMs)}
        <i>{millisecondsOf(atMs)}</i>
      </time>
      {own ? null : <span className="s">{say(`log.stream.${streamOf(flags)}`)}</span>}
      <span className="t">
        <bdi>{draw(tokens, search, isHit)}</bdi>
      </span>
      <Ends number={number} text={text} flags={flags} onShowAll={onShowAll} />
    </div>
  );
}

/** What stands behind a line of which not everything is shown; in sight however far one has scrolled sideways. */
function Ends(props: Pick<RowProps, 'number' | 'text' | 'flags' | 'onShowAll'>) {
  const { number, text, flags, onShowAll } = props;
  const long = text.length > DISPLAY_CHARS;
  if (!long && !isTruncated(flags)) return null;
  return (
    <span className="ends">
      {isTruncated(flags) ? <em title={say('log.truncated.title')}>{say('log.truncated')}</em> : null}
      {long ? (
        <button type="button" className="more" onClick={() => onShowAll(number)}>
          {say('log.show-all', { size: bytes(text.length) })}
        </button>
      ) : null}
    </span>
  );
}

/** Tokens as elements; what is looked for is marked across their borders. */
function draw(tokens: readonly Token[], search: string, isHit: boolean): ReactNode {
  const [only] = tokens;
  if (search === '') {
    if (tokens.length === 1 && only?.look === '') return only.text;
    return placed(tokens).map(({ place, item }) => piece(place, item.text, item.look));
  }
  const spans = spansOf(tokens.map(({ text }) => text).join(''), search);
  const parts: ReactNode[] = [];
  let offset = 0;
  for (const token of tokens) {
    for (const { from, to, hit } of cutAt(spans, offset, offset + token.text.length)) {
      const look = hit === null ? token.look : `${token.look} hit${isHit && hit === 0 ? ' now' : ''}`.trim();
      parts.push(piece(String(parts.length), token.text.slice(from - offset, to - offset), look));
    }
    offset += token.text.length;
  }
  return parts;
}

const piece = (key: string, text: string, look: string): ReactNode => (
  <span key={key} className={look}>
    {text}
  </span>
);

const two = (value: number): string => String(value).padStart(2, '0');

/** `14:07:52`. Written by hand: it is done for each line that comes into view, and the locale's way costs too much. */
function clockOf(atMs: number): string {
  if (Number.isNaN(atMs)) return '–';
  const date = new Date(atMs);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}

function millisecondsOf(atMs: number): string {
  return Number.isNaN(atMs) ? '' : `.${String(new Date(atMs).getMilliseconds()).padStart(3, '0')}`;
}

const isoOf = (atMs: number): string => (Number.isNaN(atMs) ? '' : new Date(atMs).toISOString());
