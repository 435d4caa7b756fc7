import { useTold } from '../state/now.ts';

/** A text that the passing of time changes: drawn again when its words do, not at every tick. */
export function Told({ tell }: { readonly tell: (now: number) => string }) {
  return useTold(tell);
}
