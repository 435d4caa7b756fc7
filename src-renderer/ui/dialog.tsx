import { type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { Icon } from './icon.tsx';
import { say } from './words.ts';

/** The browser's own modal dialog: it keeps the focus, gives it back, and closes with Escape. Shown while it is rendered. */
export function Dialog(props: {
  readonly title: ReactNode;
  readonly className?: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  const title = useId();
  // Before it is taken out of the page: only then it gives the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={ref}
      className={`dialog ${props.className ?? ''}`}
      aria-labelledby={title}
      onCancel={(event) => {
        event.preventDefault();
        props.onClose();
      }}
      // Some browsers close it at the second Escape whatever is said to the first.
      onClose={() => {
        if (ref.current?.open === false) props.onClose();
      }}
    >
      <div className="top">
        <h2 id={title}>{props.title}</h2>
        <button
          type="button"
          className="btn only quiet"
          aria-label={say('page.close')}
          title={say('page.close')}
          onClick={props.onClose}
        >
          <Icon name="close" />
        </button>
      </div>
      {props.children}
    </dialog>
  );
}
