import { useMemo, useState } from 'react';
import { placed } from '../../ui/placed.ts';
import { bytes, plainText, say } from '../../ui/words.ts';
import { isJson, type Line, prettyLines, type Token } from './pretty-json.ts';

/** What is drawn at first; each "more" shows four times as much. */
const FIRST_LINES = 400;
const FIRST_LENGTH = 40_000;
const STEP = 4;
/** More text than this is not for a page; it can be downloaded. */
const MOST_STEPS = 3;
/** Longer ones are not parsed to be made pretty. */
const PRETTY_LENGTH = 8_000_000;

/** Text as it came, laid out where it is JSON. */
export function TextView({ text }: { readonly text: string }) {
  const json = useMemo(() => text.length <= PRETTY_LENGTH && isJson(text), [text]);
  return json ? <JsonView text={text} /> : <PlainView text={text} />;
}

function PlainView({ text }: { readonly text: string }) {
  const [step, setStep] = useState(0);
  const most = FIRST_LENGTH * STEP ** step;
  const shown = useMemo(() => plainText(text.slice(0, most)), [text, most]);
  return (
    <div className="result-box">
      <pre className="plain">{shown}</pre>
      <More left={text.length - most} whole={text.length} step={step} onMore={() => setStep(step + 1)} />
    </div>
  );
}

export function JsonView({ text }: { readonly text: string }) {
  const [step, setStep] = useState(0);
  const { lines, left } = useMemo(() => take(text, step), [text, step]);
  return (
    <div className="result-box">
      <pre className="json">
        {placed(lines).map(({ place, item }) => (
          <span key={place} className="jl" style={{ '--in': item.indent } as React.CSSProperties}>
            {placed(item.tokens).map((token) => (
              <TokenView key={token.place} token={token.item} />
            ))}
            {'\n'}
          </span>
        ))}
      </pre>
      <More left={left} whole={text.length} step={step} onMore={() => setStep(step + 1)} />
    </div>
  );
}

function TokenView({ token: { kind, text } }: { readonly token: Token }) {
  return kind === 'mark' ? text : <span className={`j-${kind}`}>{plainText(text)}</span>;
}

function take(text: string, step: number): { readonly lines: readonly Line[]; readonly left: number } {
  const mostLines = FIRST_LINES * STEP ** step;
  const mostLength = FIRST_LENGTH * STEP ** step;
  const lines: Line[] = [];
  let length = 0;
  let cut = 0;
  for (const line of prettyLines(text)) {
    if (lines.length >= mostLines || length >= mostLength)
      return { lines, left: Math.max(1, text.length - length + cut) };
    const tokens = line.tokens.map((token) => {
      const room = Math.max(0, mostLength - length);
      length += token.text.length;
      if (token.text.length <= room) return token;
      cut += token.text.length - room;
      return { ...token, text: `${token.text.slice(0, room)}…` };
    });
    lines.push({ ...line, tokens });
  }
  return { lines, left: cut };
}

function More(props: {
  readonly left: number;
  readonly whole: number;
  readonly step: number;
  readonly onMore: () => void;
}) {
  if (props.left <= 0) return null;
  if (props.step >= MOST_STEPS)
    return <p className="muted">{say('tools.text.whole', { size: bytes(props.whole) })}</p>;
  return (
    <button type="button" className="btn quiet" onClick={props.onMore}>
      {say('tools.text.more', { size: bytes(props.left) })}
    </button>
  );
}
