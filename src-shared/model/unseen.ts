/**
 * Which characters a person does not see although they are there: they hide text, break a line, or turn others around.
 * One list for every place that shows the text of a stranger; what stands for them there differs.
 */

/**
 * Controls, breaks of lines and paragraphs, and whatever Unicode says is drawn as nothing: marks of direction, zero-width
 * characters, fillers, tags, selectors of variants. Then halves of characters, and brackets of interlinear notes.
 */
const UNSEEN = String.raw`[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u{fff9}-\u{fffb}]`;

/** Scripts whose letters neither join nor have variants: a joiner behind one only makes two names look the same. */
const UNJOINED = String.raw`[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Default_Ignorable_Code_Point}]`;
const JOINS = String.raw`[[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}]--${UNJOINED}]`;
const VARIES = String.raw`[[\p{L}\p{M}\p{S}\p{Emoji}]--${UNJOINED}]`;

/** What is drawn as nothing by itself, but changes what stands before it, as it should: 👩‍👧, ❤️, flags of countries, می‌روم. */
const BELONGS = [
  String.raw`\p{RGI_Emoji_Tag_Sequence}`,
  String.raw`(?<=${JOINS}\p{Variation_Selector}?)[\u{34f}\u{180e}\u{200c}\u{200d}]`,
  String.raw`(?<=${VARIES})\p{Variation_Selector}`,
].join('|');

const any = new RegExp(UNSEEN, 'v');
const each = new RegExp(`(${BELONGS})|${UNSEEN}`, 'gv');

/** Is there any? Cheap, for nearly every text is without. */
export function hasUnseen(text: string): boolean {
  return any.test(text);
}

/** The text with `by(character)` in the place of each that is not seen, one at a time. */
export function replaceUnseen(text: string, by: (character: string) => string): string {
  if (!hasUnseen(text)) return text;
  return text.replace(each, (found: string, belongs: string | undefined) => belongs ?? by(found));
}

/** As it is written where it shall be seen: `\u{200b}`. Half a character is the sign for a broken one. */
export function spelled(character: string): string {
  if (!character.isWellFormed()) return '\ufffd';
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}

/** Hints for the direction of what is next to them, as right-to-left texts have them; they turn nothing around. */
export function isDirectionHint(character: string): boolean {
  return character === '\u200e' || character === '\u200f' || character === '\u061c';
}
