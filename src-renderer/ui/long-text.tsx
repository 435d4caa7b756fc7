import { useState } from 'react';
import { plainText, say } from './words.ts';

/** Where a text is folded: beyond, it pushes what one came for out of sight. */
const FOLDED_LENGTH = 400;
const FOLDED_LINES = 6;
/** For less than this nobody is made to press a button. */
const WORTH_FOLDING = 1.5;
/** Of a text that is longer still only so much is ever drawn. */
const MOST_LENGTH = 20_000;

/** A description as its author wrote it: text only, long ones folded. */
export function LongText({ text, className = '' }: { readonly text: string; readonly className?: string }) {
  const [open, setOpen] = useState(false);
  const plain = plainText(text.slice(0, MOST_LENGTH)).trim();
  if (plain === '') return null;
  const lines = plain.split('\n', FOLDED_LINES * WORTH_FOLDING + 1);
  const folds = plain.length > FOLDED_LENGTH * WORTH_FOLDING || lines.length > FOLDED_LINES * WORTH_FOLDING;
  // Between two words, where there are words.
  const short = lines
    .slice(0, FOLDED_LINES)
    .join('\n')
    .slice(0, FOLDED_LENGTH)
    .replace(/\s+\S{0,40}$/, '');
  return (
    <div className={`long-fold ${className}`}>
      <p>{open || !folds ? plain : `${short} …`}</p>
      {folds ? (
        <button type="button" className="link" aria-expanded={open} onClick={() => setOpen(!open)}>
          {say(open ? 'tools.less' : 'tools.more')}
        </button>
      ) : null}
    </div>
  );
}
