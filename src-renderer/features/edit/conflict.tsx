import { Suspense, useState } from 'react';
import type { ConfigChange, ConfigDocument } from '../../../src-shared/contract/configuration.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { Sign } from '../../ui/sign.tsx';
import { say } from '../../ui/words.ts';
import { DiffView } from './change-preview.tsx';
import { usePreview } from './use-preview.ts';

/** The file changed elsewhere while somebody edited it here: both differences, and whose holds. Nothing is overwritten. */
export function Conflict(props: {
  /** The file as it was when the form was filled. */
  readonly before: ConfigDocument;
  readonly theirs: ConfigDocument;
  /** My changes, made for the file as it is now. */
  readonly mine: readonly ConfigChange[];
  readonly onTakeTheirs: (() => void) | null;
  readonly onApplyMine: () => void;
}) {
  const { before, theirs, mine } = props;
  const [open, setOpen] = useState(false);
  const preview = usePreview(open ? theirs.revision : null, mine);
  return (
    <section className="conflict" role="alert" aria-label={say('edit.conflict')}>
      <div className="row">
        <Sign kind="warning" />
        <p>
          <b>{say('edit.conflict')}</b> {say('edit.conflict.what')}
        </p>
        <span className="push" />
        <button type="button" className="btn" aria-expanded={open} onClick={() => setOpen(!open)}>
          {say(open ? 'edit.conflict.hide' : 'edit.conflict.show')}
        </button>
        {props.onTakeTheirs === null ? null : (
          <button type="button" className="btn" onClick={props.onTakeTheirs}>
            {say('edit.conflict.theirs')}
          </button>
        )}
        <button type="button" className="btn do" onClick={props.onApplyMine}>
          {say('edit.conflict.mine')}
        </button>
      </div>
      {open ? (
        <Suspense fallback={<p className="muted">{say('edit.preview.asking')}</p>}>
          <div className="both">
            <div>
              <h2>{say('edit.conflict.their-change')}</h2>
              <DiffView label={say('edit.conflict.their-change')} before={before.text} after={theirs.text} />
            </div>
            <div>
              <h2>{say('edit.conflict.my-change')}</h2>
              {preview.kind === 'shown' ? (
                <DiffView
                  label={say('edit.conflict.my-change')}
                  before={preview.preview.before}
                  after={preview.preview.after}
                />
              ) : null}
              {preview.kind === 'failed' ? (
                <p className="fault">
                  <CodeText text={preview.problem} />
                </p>
              ) : null}
              {preview.kind === 'none' ? <p className="muted">{say('edit.preview.none')}</p> : null}
              {preview.kind === 'asking' ? <p className="muted">{say('edit.preview.asking')}</p> : null}
            </div>
          </div>
        </Suspense>
      ) : null}
    </section>
  );
}
