/** Sentences one after the other; what a server said has no full stop, and another sentence may follow. */
export function joinSentences(sentences: readonly string[]): string {
  return sentences
    .filter((sentence) => sentence !== '')
    .map((sentence) => (/[.?!…]$/.test(sentence) ? sentence : `${sentence}.`))
    .join(' ');
}
