import { lazy, Suspense } from 'react';
import { CodeText } from '../../ui/code-text.tsx';
import { placed } from '../../ui/placed.ts';
import { Sign } from '../../ui/sign.tsx';
import { say, sayProblem } from '../../ui/words.ts';
import type { PreviewState } from './use-preview.ts';

export const DiffView = lazy(() =>
  import('./diff-view.tsx').then(({ DiffView: view }) => ({ default: view })),
);

/** The exact change to the file, and what would be wrong with it. */
export function ChangePreview({ file, state }: { readonly file: string; readonly state: PreviewState }) {
  const preview = state.kind === 'shown' ? state.preview : state.kind === 'asking' ? state.last : null;
  return (
    <section className="change" aria-label={say('edit.preview')}>
      <h2>{say('edit.preview')}</h2>
      {state.kind === 'none' ? <p className="muted">{say('edit.preview.none')}</p> : null}
      {state.kind === 'asking' && preview === null ? (
        <p className="muted">{say('edit.preview.asking')}</p>
      ) : null}
      {state.kind === 'failed' && !state.conflict ? (
        <p className="fault">
          <CodeText text={state.problem} />
        </p>
      ) : null}
      {preview === null ? null : (
        <>
          {preview.problems.length === 0 ? null : (
            <ul className="problems">
              {placed(preview.problems.slice(0, 10)).map(({ place, item }) => (
                <li key={place}>
                  <Sign kind="warning" />
                  <span>
                    <CodeText text={sayProblem(item)} />
                  </span>
                </li>
              ))}
            </ul>
          )}
          <Suspense fallback={<p className="muted">{say('edit.preview.asking')}</p>}>
            <DiffView label={say('edit.diff.of', { file })} before={preview.before} after={preview.after} />
          </Suspense>
        </>
      )}
    </section>
  );
}
