import { count, say } from '../../ui/words.ts';
import type { LogModel, LogModelState } from './log-model.ts';

/** How much is here, and what is known of what is older. */
export function LogFoot({
  model,
  state,
  told,
}: {
  readonly model: LogModel;
  readonly state: LogModelState;
  /** What came of the last thing one did. */
  readonly told: string | null;
}) {
  const { lines } = model.store;
  const shown = model.rows.count;
  const { older } = model.source;
  // It is there from the start: what came later would push the lines.
  if (!model.source.loaded) return <footer className="log-foot" />;
  return (
    <footer className="log-foot">
      <span className="num">
        {shown === lines
          ? say('log.lines', { count: lines })
          : say('log.lines.shown', { shown: count(shown), count: count(lines) })}
      </span>
      <span>
        {older.kind === 'refused'
          ? say('log.older.refused', { text: older.text })
          : say(`log.older.${state.gathering === null || older.kind === 'none' ? older.kind : 'reading'}`)}
      </span>
      {state.gathering !== null ? (
        <button type="button" className="link" onClick={model.stopReading}>
          {say('log.older.stop')}
        </button>
      ) : older.kind === 'more' || older.kind === 'refused' ? (
        <button type="button" className="link" onClick={() => void model.readAll()}>
          {say(older.kind === 'more' ? 'log.older.all' : 'log.older.again')}
        </button>
      ) : null}
      {state.notice === 'no-end' ? <span>{say('log.no-end')}</span> : null}
      {told === null ? null : <span className="push">{told}</span>}
    </footer>
  );
}
