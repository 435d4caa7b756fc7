import { CodeText } from '../../ui/code-text.tsx';
import { placed } from '../../ui/placed.ts';
import { plainText } from '../../ui/words.ts';
import { lineClass, type Told } from './cause-text.ts';

/** One line each is shown; a line may be a megabyte. */
const MOST_CHARACTERS = 400;

/** What a person does, in bold, then what it means. */
export function Remedy({ told, className }: { readonly told: Told; readonly className: string }) {
  if (told.todo === null) return null;
  return (
    <p className={className}>
      <b>
        <CodeText text={told.todo} />
      </b>
      {told.after === null ? null : (
        <>
          {' '}
          <CodeText text={told.after} />
        </>
      )}
    </p>
  );
}

/** The last that it said before it ended. */
export function LastLines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <div className="tail">
      {placed(lines.map(shorten)).map(({ place, item }) => (
        <div key={place} className={lineClass(item)} dir="auto" title={item}>
          {item}
        </div>
      ))}
    </div>
  );
}

function shorten(line: string): string {
  return plainText(line.length > MOST_CHARACTERS ? line.slice(0, MOST_CHARACTERS).toWellFormed() : line);
}
