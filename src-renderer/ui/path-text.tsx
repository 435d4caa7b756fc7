import { Fragment } from 'react';
import { placed } from './placed.ts';
import { plainText } from './words.ts';

/** More places to break would be a list of elements that nobody sees. */
const MOST_BREAKS = 60;

/** A path or a command line, which breaks after its slashes before it breaks anywhere else. */
export function PathText({ text }: { readonly text: string }) {
  const parts = plainText(text).split(/(?<=\S[/\\])(?![/\\])/);
  const shown =
    parts.length <= MOST_BREAKS ? parts : [...parts.slice(0, MOST_BREAKS), parts.slice(MOST_BREAKS).join('')];
  return (
    <bdi>
      {placed(shown).map(({ place, item }) => (
        <Fragment key={place}>
          {item}
          <wbr />
        </Fragment>
      ))}
    </bdi>
  );
}
