import { Fragment } from 'react';
import { placed } from './placed.ts';
import { plainText } from './words.ts';

/** A sentence in which `this` is code. Text only, whatever a server put into it. */
export function CodeText({ text }: { readonly text: string }) {
  const parts = plainText(text).split('`');
  // Every second part is code; without a closing mark the last one is not, and its mark just a mark.
  const open = parts.length % 2 === 0 ? parts.length - 1 : -1;
  return placed(parts).map(({ place, item }) => {
    const index = Number(place);
    if (index === open) return <Fragment key={place}>{`\`${item}`}</Fragment>;
    return index % 2 === 1 ? <code key={place}>{item}</code> : <Fragment key={place}>{item}</Fragment>;
  });
}
