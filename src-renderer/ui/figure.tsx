import { Fragment } from 'react';
import { placed } from './placed.ts';

const UNIT = /(?<=\d)\u202f([^\d\s]+)/;

/** `84 MB` with its unit small and muted. */
export function Figure({ text }: { readonly text: string }) {
  // Every second part is a unit.
  return placed(text.split(UNIT)).map(({ place, item }) =>
    Number(place) % 2 === 1 ? <small key={place}>{item}</small> : <Fragment key={place}>{item}</Fragment>,
  );
}
