import type { TrialStep } from '../../../src-shared/contract/configuration.ts';
import { joinSentences } from '../../../src-shared/model/join-sentences.ts';
import { useLive } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { speaks } from '../../ui/language.ts';
import { placed } from '../../ui/placed.ts';
import { useSayAloud } from '../../ui/say-aloud.ts';
import { duration, plainText, say, sayMessage } from '../../ui/words.ts';
import type { Step, Trial } from './use-trial.ts';

/** Tools that are listed by name; of more their number is enough. */
const MOST_TOOLS = 60;
/** A line of output is cut here: one line of 1 MB would hold up the page. */
const MOST_CHARACTERS = 400;

/** What came of trying it: steps with their times, its output, its tools. */
export function TrialPanel(props: {
  readonly trial: Trial | null;
  /** The form has changed since. */
  readonly outdated: boolean;
  readonly canRun: boolean;
  /** Reached at an address: nothing is started here. */
  readonly remote: boolean;
  /** Trying is what helps next: its button is the solid one. */
  readonly main: boolean;
  readonly onRun: () => void;
  readonly onStop: () => void;
}) {
  const { trial, outdated } = props;
  const live = useLive();
  const running = trial?.status === 'running';
  const word =
    trial === null ? null : say(outdated && !running ? 'edit.trial.outdated' : `edit.trial.${trial.status}`);
  useSayAloud(word);
  return (
    <section className="trial" aria-label={say('edit.trial')}>
      <div className="row">
        <h2>{say('edit.trial')}</h2>
        <span className={`word ${trial === null || outdated ? '' : WORD_OF[trial.status]}`}>{word}</span>
        <span className="push" />
        {running ? (
          <button type="button" className="btn" onClick={props.onStop}>
            <Icon name="stop" />
            {say('edit.trial.stop')}
          </button>
        ) : (
          <button
            type="button"
            className={props.main ? 'btn do' : 'btn'}
            disabled={!props.canRun || !live}
            onClick={props.onRun}
          >
            <Icon name={trial === null ? 'start' : 'restart'} />
            {say(trial === null ? 'edit.trial.run' : 'edit.trial.again')}
          </button>
        )}
      </div>
      {trial === null ? (
        <>
          <p className="muted">{say('edit.trial.what')}</p>
          <ol className="steps ahead">
            {AHEAD.filter((step) => !(props.remote && LOCAL.has(step))).map((step) => (
              <li key={step}>
                <i className="dot" />
                {say(`edit.trial.step.${step}`)}
              </li>
            ))}
          </ol>
        </>
      ) : (
        <div className={outdated && !running ? 'outdated' : ''}>
          <Steps trial={trial} />
          {trial.problem === null ? null : (
            <p className="fault">
              <CodeText text={trial.problem} />
            </p>
          )}
          {trial.status === 'failed' ? <p className="todo">{say('edit.trial.todo')}</p> : null}
          <Tools trial={trial} />
          <Output trial={trial} />
        </div>
      )}
    </section>
  );
}

/** What a trial will do, before there is one. */
const AHEAD = ['command', 'start', 'handshake', 'tools', 'stop'] as const;
const LOCAL: ReadonlySet<string> = new Set(['command', 'start', 'stop']);
const WORD_OF = { running: 'starting', passed: 'passed', failed: 'crashed' } as const;
const ICON_OF = { ok: 'tick', failed: 'close', running: 'more' } as const;

function Steps({ trial }: { readonly trial: Trial }) {
  return (
    <ol className="steps">
      {trial.steps.map(({ step, status, tookMs, ...found }) => (
        <li key={step} className={status}>
          <Icon name={ICON_OF[status]} />
          <span>
            <span className="hide">{say(`edit.trial.status.${status}`)} </span>
            <CodeText text={cut(foundOf(found) ?? say(`edit.trial.step.${step}`))} />
          </span>
          <span className="num">{tookMs === null ? '' : duration(tookMs)}</span>
        </li>
      ))}
    </ol>
  );
}

/** What a step found, in the language of the page where all of it is known. */
function foundOf({ text, told = [] }: Pick<Step, 'text' | 'told'>): string | null {
  return told.length > 0 && told.every(speaks) ? joinSentences(told.map(sayMessage)) : text;
}

function Tools({ trial }: { readonly trial: Trial }) {
  const { ended } = trial;
  if (ended === null || ended.tools.length === 0) return null;
  const rest = ended.tools.length - MOST_TOOLS;
  return (
    <>
      <h3 className="muted">{say('edit.trial.tools', { count: ended.tools.length })}</h3>
      <ul className="toolist">
        {placed(ended.tools.slice(0, MOST_TOOLS)).map(({ place, item }) => (
          <li key={place}>
            <bdi>{plainText(cut(item.name))}</bdi>
          </li>
        ))}
      </ul>
      {rest > 0 ? <p className="muted">{say('edit.trial.tools.more', { count: rest })}</p> : null}
    </>
  );
}

function Output({ trial }: { readonly trial: Trial }) {
  const lines: readonly Extract<TrialStep, { kind: 'output' }>[] = trial.output;
  if (lines.length === 0) return null;
  return (
    <details className="output" open={trial.status === 'failed'}>
      <summary>{say('edit.trial.output', { count: lines.length })}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
      <pre tabIndex={0}>
        {placed(lines).map(({ place, item }) => (
          <span key={place} className={item.stream}>
            {plainText(cut(item.text))}
            {'\n'}
          </span>
        ))}
      </pre>
    </details>
  );
}

function cut(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}…`;
}
