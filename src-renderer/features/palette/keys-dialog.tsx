import '../../theme/palette.css';
import { preferences } from '../../state/preferences.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { placed } from '../../ui/placed.ts';
import { say } from '../../ui/words.ts';

const IS_MAC = /mac/i.test(navigator.platform);

/** Every key of the page, by the place where it works; a row is a list of alternatives, each a sequence or chord. */
const PLACES = [
  {
    place: 'anywhere',
    rows: [
      { does: 'palette', keys: ['Mod K'] },
      { does: 'keys', keys: ['?'] },
      { does: 'go-servers', keys: ['G S'] },
      { does: 'go-tools', keys: ['G T'] },
      { does: 'go-activity', keys: ['G A'] },
      { does: 'go-settings', keys: ['G ,'] },
      { does: 'add', keys: ['N'] },
      { does: 'filter', keys: ['/'] },
      { does: 'close', keys: ['Esc'] },
    ],
  },
  {
    place: 'servers',
    rows: [
      { does: 'choose', keys: ['↑', '↓', '←', '→', 'J', 'K'] },
      { does: 'open', keys: ['Enter'] },
      { does: 'back', keys: ['Backspace'] },
      { does: 'states', keys: ['1', '6', '0'] },
      { does: 'select', keys: ['X'] },
      { does: 'select-to', keys: ['Shift X'] },
      { does: 'select-all', keys: ['Mod A'] },
      { does: 'layout', keys: ['V'] },
      { does: 'trouble', keys: ['[', ']'] },
    ],
  },
  {
    place: 'server',
    rows: [
      { does: 'restart', keys: ['R'] },
      { does: 'start-stop', keys: ['S'] },
      { does: 'check', keys: ['C'] },
      { does: 'pause', keys: ['P'] },
      { does: 'log', keys: ['L'] },
      { does: 'edit', keys: ['E'] },
    ],
  },
  {
    place: 'log',
    rows: [
      { does: 'search', keys: ['Mod F'] },
      { does: 'next', keys: ['F3'] },
      { does: 'follow', keys: ['End'] },
      { does: 'wrap', keys: ['W'] },
    ],
  },
  { place: 'forms', rows: [{ does: 'submit', keys: ['Mod Enter'] }] },
] as const;

/** All keys of the page. */
export function KeysDialog({ onClose }: { readonly onClose: () => void }) {
  return (
    <Dialog title={say('keys.title')} className="keys" onClose={onClose}>
      <div className="in">
        {preferences.get().singleKeys ? null : <p className="muted">{say('keys.single-off')}</p>}
        <div className="places">
          {PLACES.map(({ place, rows }) => (
            <section key={place} aria-labelledby={`keys-${place}`}>
              <h3 id={`keys-${place}`}>{say(`keys.place.${place}`)}</h3>
              <dl>
                {rows.map(({ does, keys }) => (
                  <div key={does}>
                    <dt>{say(`keys.${does}`)}</dt>
                    <dd>
                      {keys.map((chord) => (
                        <span key={chord}>
                          {placed(chord.split(' ')).map(({ place: at, item }) => (
                            <kbd key={at}>{item === 'Mod' ? (IS_MAC ? '⌘' : 'Ctrl') : item}</kbd>
                          ))}
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          ))}
        </div>
      </div>
    </Dialog>
  );
}
