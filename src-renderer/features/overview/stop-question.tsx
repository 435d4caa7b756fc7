import { useEffect, useRef } from 'react';
import { Dialog } from '../../ui/dialog.tsx';
import { say } from '../../ui/words.ts';

/** Before servers of more than one group are stopped. Cancel is where the keyboard is. */
export function StopQuestion(props: {
  readonly all: boolean;
  readonly count: number;
  readonly onStop: () => void;
  readonly onClose: () => void;
}) {
  const cancel = useRef<HTMLButtonElement>(null);
  // After the dialog took the focus: what destroys must not have it.
  useEffect(() => cancel.current?.focus(), []);
  const kind = props.all ? 'all' : 'some';
  return (
    <Dialog
      title={say(props.all ? 'page.ask.stop-all' : 'overview.ask.stop-some', { count: props.count })}
      className="ask"
      onClose={props.onClose}
    >
      <p className="in">{say('page.ask.stop-all.what')}</p>
      <div className="foot">
        <button type="button" className="btn" onClick={props.onStop}>
          {say(kind === 'all' ? 'page.do.stop-all' : 'overview.do.stop-them', { count: props.count })}
        </button>
        <button type="button" className="btn" ref={cancel} onClick={props.onClose}>
          {say('page.cancel')}
        </button>
      </div>
    </Dialog>
  );
}
