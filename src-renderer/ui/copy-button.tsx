import { useEffect, useState } from 'react';
import { Icon } from './icon.tsx';
import { say } from './words.ts';

const SHOWN_MS = 2000;

/** Copies plain text, and says so in its own place. `text` is asked for when it is pressed. */
export function CopyButton(props: {
  readonly label: string;
  readonly text: () => string;
  readonly look?: 'only' | 'do';
}) {
  const [told, setTold] = useState<'copied' | 'refused' | null>(null);
  useEffect(() => {
    if (told === null) return;
    const timer = setTimeout(() => setTold(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [told]);
  const copy = () => {
    // Refused without focus or permission: the button says it, and the text can still be selected.
    navigator.clipboard.writeText(props.text()).then(
      () => setTold('copied'),
      () => setTold('refused'),
    );
  };
  const only = props.look === 'only';
  const label = told === null ? props.label : say(`page.copy.${told}`);
  return (
    <button
      type="button"
      className={only ? 'btn only quiet' : `btn ${props.look ?? ''}`}
      {...(only ? { 'aria-label': label, title: label } : {})}
      onClick={copy}
    >
      <Icon name={told === 'copied' ? 'tick' : 'copy'} />
      {only ? null : label}
    </button>
  );
}
