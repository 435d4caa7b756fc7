import { useMemo, useState } from 'react';
import { Icon } from '../../ui/icon.tsx';
import { placed } from '../../ui/placed.ts';
import { say } from '../../ui/words.ts';
import { linesOf } from './diff-lines.ts';
import { shownLine } from './file-lines.ts';
import { type DiffLine, type DiffPart, fold } from './fold.ts';

/** More lines are not drawn: nobody reads them, and the file itself can be opened. */
const MOST_LINES = 3000;
const SIGNS = { same: ' ', added: '+', removed: '−' } as const;

/** The difference of two texts, line by line, what is the same in both folded. */
export function DiffView(props: { readonly label: string; readonly before: string; readonly after: string }) {
  const parts = useMemo(() => fold(linesOf(props.before, props.after)), [props.before, props.after]);
  const changed = parts.some(({ lines }) => lines.some(({ kind }) => kind !== 'same'));
  if (!changed) return <p className="muted">{say('edit.diff.same')}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
    <section className="diff" aria-label={props.label} tabIndex={0}>
      {placed(parts).map(({ place, item }) => (
        <Part key={place} part={item} />
      ))}
    </section>
  );
}

function Part({ part }: { readonly part: DiffPart }) {
  const [open, setOpen] = useState(false);
  if (part.kind === 'folded' && !open) {
    return (
      <button type="button" className="folded" onClick={() => setOpen(true)}>
        <Icon name="chevron" />
        {say('edit.diff.folded', { count: part.lines.length })}
      </button>
    );
  }
  return part.lines
    .slice(0, MOST_LINES)
    .map((line) => <Line key={`${line.before}:${line.after}`} line={line} />);
}

function Line({ line }: { readonly line: DiffLine }) {
  const { kind, text } = line;
  return (
    <div className={`diff-line ${kind}`}>
      <span className="n" aria-hidden="true">
        {line.after ?? line.before}
      </span>
      <span className="sign" aria-hidden="true">
        {SIGNS[kind]}
      </span>
      {kind === 'same' ? null : <span className="hide">{say(`edit.diff.${kind}`)} </span>}
      <code>{shownLine(text)}</code>
    </div>
  );
}
