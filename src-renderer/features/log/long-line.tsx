import { CopyButton } from '../../ui/copy-button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { placed } from '../../ui/placed.ts';
import { bytes, say } from '../../ui/words.ts';
import { visibleText } from './ansi.ts';

const PIECE = 4000;

/** One very long line, whole: in pieces that the browser lays out as they come into view. */
export function LongLine({ text, onClose }: { readonly text: string; readonly onClose: () => void }) {
  const visible = visibleText(text);
  const pieces: string[] = [];
  for (let from = 0; from < visible.length; ) {
    // Not between the two halves of a character.
    const half = /[\uD800-\uDBFF]/.test(visible[from + PIECE - 1] ?? '');
    pieces.push(visible.slice(from, from + PIECE + (half ? 1 : 0)));
    from += PIECE + (half ? 1 : 0);
  }
  return (
    <Dialog title={say('log.long', { size: bytes(text.length) })} className="long-line" onClose={onClose}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be reached by the keyboard */}
      <section className="long-text" tabIndex={0} aria-label={say('log.long', { size: bytes(text.length) })}>
        {placed(pieces).map(({ place, item }) => (
          <div key={place} className="piece">
            <bdi>{item}</bdi>
          </div>
        ))}
      </section>
      <div className="foot">
        <CopyButton label={say('log.copy-line')} text={() => visible} />
      </div>
    </Dialog>
  );
}
