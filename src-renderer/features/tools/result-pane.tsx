import { useId, useMemo, useState } from 'react';
import { type Asked, type Call, callsOf, type Outcome, useCalls, useRunning } from '../../state/calls.ts';
import { useNow } from '../../state/now.ts';
import { CopyButton } from '../../ui/copy-button.tsx';
import { download } from '../../ui/download.ts';
import { Figure } from '../../ui/figure.tsx';
import { Icon } from '../../ui/icon.tsx';
import { SayAloud } from '../../ui/say-aloud.ts';
import { Segmented } from '../../ui/segmented.tsx';
import { Sign } from '../../ui/sign.tsx';
import { bytes, clockSeconds, duration, exactTime, plainText, say } from '../../ui/words.ts';
import { fileName, partsOf, textOf } from './content.ts';
import { JsonView } from './json-view.tsx';
import { PartView } from './part-view.tsx';

type View = 'text' | 'structured' | 'raw';
type Which = Omit<Asked, 'arguments'>;

/** What came of it: the newest, or the one that was chosen of those before. */
export function ResultPane(props: {
  readonly which: Which;
  readonly shown: Call | null;
  readonly onLoad: (call: Call) => void;
}) {
  const { which, shown, onLoad } = props;
  const running = useRunning(which);
  const earlier = callsOf(useCalls(), which);
  // The same call, with a result that may have been let go meanwhile.
  const call = shown === null ? null : (earlier.find(({ id }) => id === shown.id) ?? shown);
  return (
    <section className="pane result-pane" aria-label={say('tools.result')}>
      <div className="result-told">
        {running === null ? null : <Running at={running.at} />}
        {running === null && call !== null ? <OutcomeHead call={call} /> : null}
      </div>
      {running === null && call === null ? <p className="muted">{say('tools.result.none')}</p> : null}
      {running !== null || call === null ? null : <OutcomeView key={call.id} call={call} />}
      <Earlier calls={earlier} shown={call} onLoad={onLoad} />
    </section>
  );
}

function Running({ at }: { readonly at: number }) {
  const now = useNow();
  return (
    <p className="result-head">
      <Sign kind="starting" />
      <span className="muted num">{say('tools.running', { time: duration(Math.max(0, now - at)) })}</span>
    </p>
  );
}

const failedIn = (outcome: Outcome): boolean =>
  outcome.kind === 'answered' && outcome.result?.isError === true;

function OutcomeHead({ call: { outcome, tookMs } }: { readonly call: Call }) {
  const time = timeOf(tookMs);
  const failed = failedIn(outcome);
  const word =
    outcome.kind === 'answered'
      ? say(failed ? 'tools.result.failed' : 'tools.result')
      : say(outcome.kind === 'cancelled' ? 'tools.result.cancelled' : 'tools.result.refused');
  const facts =
    outcome.kind === 'answered'
      ? say('tools.result.facts', { time, size: bytes(outcome.bytes) })
      : say('tools.result.time', { time });
  const bad = failed || outcome.kind === 'refused' || outcome.kind === 'lost';
  return (
    <p className={bad ? 'result-head crashed' : 'result-head'}>
      {bad ? <Sign kind="crashed" /> : <Icon name={outcome.kind === 'cancelled' ? 'stop' : 'tick'} />}
      <b className={bad ? 'word' : ''}>{word}</b>
      <SayAloud text={word} />
      <span className="muted num">
        <Figure text={facts} />
      </span>
    </p>
  );
}

function OutcomeView({ call }: { readonly call: Call }) {
  const { outcome, tookMs } = call;
  switch (outcome.kind) {
    case 'refused':
      return <p className="form-problem said">{plainText(outcome.problem)}</p>;
    case 'lost':
      return <p className="form-problem said">{say('tools.result.lost')}</p>;
    case 'cancelled':
      return <p className="muted">{say('tools.result.cancelled.what', { time: duration(tookMs) })}</p>;
    case 'answered':
      return outcome.result === null ? (
        <p className="muted">{say('tools.result.dropped')}</p>
      ) : (
        <Answer call={call} result={outcome.result} failed={failedIn(outcome)} />
      );
  }
}

const PARTS_AT_FIRST = 20;

function Answer(props: {
  readonly call: Call;
  readonly result: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}) {
  const { call, result, failed } = props;
  const parts = useMemo(() => partsOf(call.kind, result), [call.kind, result]);
  const { structuredContent } = result;
  const isStructured = structuredContent !== undefined;
  const [view, setView] = useState<View>(parts.length === 0 && isStructured ? 'structured' : 'text');
  const [shown, setShown] = useState(PARTS_AT_FIRST);
  const json = useMemo(
    () => (view === 'text' ? '' : JSON.stringify(view === 'raw' ? result : structuredContent, null, 2)),
    [view, result, structuredContent],
  );
  const whole = () =>
    view === 'text' && textOf(parts) !== '' ? textOf(parts) : json || JSON.stringify(result, null, 2);
  const save = () => {
    const isText = view === 'text' && textOf(parts) !== '';
    download(fileName(call.item, isText ? 'text/plain' : 'application/json'), 'text/plain', whole());
  };
  const views: readonly View[] = isStructured ? ['text', 'structured', 'raw'] : ['text', 'raw'];
  return (
    <>
      <div className="result-tools">
        <Segmented
          label={say('tools.result.view')}
          value={view}
          choices={views.map((value) => ({ value, text: say(`tools.result.${value}`) }))}
          onChange={setView}
        />
        <span className="push row">
          <CopyButton look="only" label={say('tools.result.copy')} text={whole} />
          <button
            type="button"
            className="btn only quiet"
            aria-label={say('tools.result.download')}
            title={say('tools.result.download')}
            onClick={save}
          >
            <Icon name="download" />
          </button>
        </span>
      </div>
      {view !== 'text' ? (
        <JsonView text={json} />
      ) : (
        <div className={failed ? 'result-parts failed' : 'result-parts'}>
          {typeof result.description === 'string' && call.kind === 'prompts' ? (
            <p className="muted">{plainText(result.description)}</p>
          ) : null}
          {parts.length === 0 ? <p className="muted">{say('tools.result.empty')}</p> : null}
          {parts.slice(0, shown).map((labelled, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a part is its place in the result
            <PartView key={index} labelled={labelled} server={call.server} />
          ))}
          {parts.length <= shown ? null : (
            <button type="button" className="btn quiet" onClick={() => setShown(shown * 4)}>
              {say('tools.result.more', { count: parts.length - shown })}
            </button>
          )}
        </div>
      )}
    </>
  );
}

const ARGUMENTS_LENGTH = 200;

function Earlier(props: {
  readonly calls: readonly Call[];
  readonly shown: Call | null;
  readonly onLoad: (call: Call) => void;
}) {
  const id = useId();
  if (props.calls.length === 0) return null;
  return (
    <div className="earlier-calls">
      <h3 id={id}>{say('tools.calls')}</h3>
      <ul aria-labelledby={id}>
        {props.calls.map((call) => (
          <li key={call.id}>
            <button
              type="button"
              aria-current={call.id === props.shown?.id}
              title={say('tools.calls.load', { time: clockSeconds(call.at) })}
              onClick={() => props.onLoad(call)}
            >
              <time className="num" title={exactTime(call.at)}>
                {clockSeconds(call.at)}
              </time>
              <EarlierText call={call} />
              <span className="num muted">
                <Figure text={timeOf(call.tookMs)} />
              </span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

const timeOf = (tookMs: number): string => duration(Math.max(1, tookMs));

function EarlierText({ call: { arguments: given, outcome } }: { readonly call: Call }) {
  const text = useMemo(() => plainText(JSON.stringify(given).slice(0, ARGUMENTS_LENGTH)), [given]);
  const problem =
    outcome.kind === 'refused'
      ? outcome.problem
      : outcome.kind === 'cancelled'
        ? say('tools.calls.cancelled')
        : outcome.kind === 'lost' || failedIn(outcome)
          ? say('tools.calls.failed')
          : null;
  return (
    <span className="mono given">
      <bdi>{text}</bdi>{' '}
      {problem === null ? null : (
        <span className="form-problem">{plainText(problem).slice(0, ARGUMENTS_LENGTH)}</span>
      )}
    </span>
  );
}
