import { useLive } from '../../state/dashboard.ts';
import { CodeText } from '../../ui/code-text.tsx';
import { say } from '../../ui/words.ts';

const KEYS = /mac/i.test(navigator.platform) ? '⌘ Enter' : 'Ctrl Enter';

/** What a save does, and the button that does it. */
export function SaveBar(props: {
  readonly told: string;
  readonly label: string;
  readonly saving: boolean;
  readonly disabled: boolean;
  /** Saving is what comes next: its button is the solid one. */
  readonly main: boolean;
  readonly problem: string | null;
  readonly onSave: () => void;
  readonly onCancel: () => void;
}) {
  const live = useLive();
  return (
    <footer className="save-bar">
      <div className="told">
        {props.problem === null ? null : (
          <p className="fault" role="alert">
            <CodeText text={props.problem} />
          </p>
        )}
        <p className="muted">
          <CodeText text={props.told} />
        </p>
      </div>
      <button type="button" className="btn" onClick={props.onCancel}>
        {say('edit.cancel')}
      </button>
      <button
        type="button"
        className={props.main ? 'btn do' : 'btn'}
        disabled={!live || props.saving || props.disabled}
        aria-busy={props.saving}
        title={KEYS}
        onClick={props.onSave}
      >
        {props.saving ? say('edit.saving') : props.label}
      </button>
    </footer>
  );
}
