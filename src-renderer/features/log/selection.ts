/** A range of lines that a person chose, from where it began to where it goes. */
export interface LineSelection {
  readonly anchor: number;
  readonly head: number;
}

export const lowest = ({ anchor, head }: LineSelection): number => Math.min(anchor, head);
export const highest = ({ anchor, head }: LineSelection): number => Math.max(anchor, head);
export const isSelected = (selection: LineSelection | null, number: number): boolean =>
  selection !== null && number >= lowest(selection) && number <= highest(selection);
