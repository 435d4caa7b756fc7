import fc from 'fast-check';

/** A text with every freedom that JSONC gives, and each of its comments once. */
export interface JsoncText {
  readonly text: string;
  readonly comments: readonly string[];
  /** A key stands twice somewhere; the last one counts. */
  readonly duplicates: boolean;
}

interface Freedom {
  /** The next of the numbers that decide how it is written. */
  readonly pick: (count: number) => number;
  readonly comment: (block: boolean) => string;
  readonly onDuplicate: () => void;
  readonly eol: string;
  readonly unit: string;
}

type Value = string | number | boolean | null | readonly Value[] | { readonly [name: string]: Value };

const names = ['a', 'b', 'env', 'args', '10', 'with space', '__proto__', 'ü', '/', '//x', '"', ','];
const leaf = fc.oneof(
  fc.integer({ min: -5, max: 5 }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('x', '', '// no comment', '/* nor this', 'a,b', '{', ']', '\\', 'line\nbreak', '\u2028'),
);

const { tree } = fc.letrec<{ tree: Value; object: Value }>((tie) => ({
  object: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), tie('tree')), {
      selector: ([name]) => name,
      maxLength: 4,
    })
    .map((entries) => Object.fromEntries(entries)),
  tree: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('tree'), { maxLength: 4 }), tie('object')),
}));

export const jsonValue: fc.Arbitrary<Value> = tree;
export const jsonObject = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), tree), { selector: ([name]) => name, maxLength: 5 })
  .map((entries): { readonly [name: string]: Value } => Object.fromEntries(entries));

export const jsoncText: fc.Arbitrary<JsoncText> = fc
  .record({
    value: jsonObject,
    choices: fc.array(fc.nat({ max: 1000 }), { minLength: 1, maxLength: 60 }),
    eol: fc.constantFrom('\n', '\r\n', '\r'),
    unit: fc.constantFrom('  ', '    ', '\t', ' '),
    /** From no comments and one line to everything everywhere. */
    wildness: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ value, choices, eol, unit, wildness }) => {
    let at = 0;
    const comments: string[] = [];
    let duplicates = false;
    const freedom: Freedom = {
      pick: (count) => (choices[at++ % choices.length] ?? 0) % count,
      comment(block) {
        const id = `c${comments.length}`;
        const text = block ? `/* ${id}, { */` : `// ${id}, }`;
        comments.push(text);
        return text;
      },
      onDuplicate() {
        duplicates = true;
      },
      eol,
      unit,
    };
    const text =
      space(freedom, wildness, '') + print(value, freedom, wildness, '') + space(freedom, wildness, '');
    return { text, comments, duplicates };
  });

/** Blanks, line breaks and comments, wherever JSON allows them. */
function space({ pick, comment, eol, unit }: Freedom, wildness: number, indent: string): string {
  if (wildness === 0) return '';
  if (wildness === 1) return pick(3) === 0 ? ' ' : '';
  let text = '';
  for (let parts = pick(wildness + 1); parts > 0; parts--) {
    const kind = pick(7);
    if (kind === 0) text += comment(true);
    else if (kind === 1) text += `${comment(false)}${eol}${indent}`;
    else if (kind === 2) text += `${eol}${indent}${unit}${comment(false)}${eol}${indent}${unit}`;
    else if (kind === 3) text += eol + eol + indent;
    else if (kind === 4) text += ' ';
    else text += eol + indent;
  }
  return text;
}

function print(value: Value, freedom: Freedom, wildness: number, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent + freedom.unit;
  const members = Array.isArray(value)
    ? value.map((one: Value) => print(one, freedom, wildness, inner))
    : Object.entries(value).map(([name, one]) => {
        const colon = `${space(freedom, Math.max(0, wildness - 1), inner)}:${space(freedom, Math.max(0, wildness - 1), inner)}`;
        return `${JSON.stringify(name)}${colon}${print(one as Value, freedom, wildness, inner)}`;
      });
  const [name] = Array.isArray(value) ? [] : Object.keys(value).slice(freedom.pick(3));
  if (name !== undefined && wildness > 0 && freedom.pick(8) === 0) {
    freedom.onDuplicate();
    members.unshift(`${JSON.stringify(name)}: {"first": [1]}`);
  }
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  // As people write it most of the time: every member on a line, with a comment here and there.
  const tidy = freedom.pick(2) === 0 && wildness > 0;
  let text = open ?? '';
  for (const [index, member] of members.entries()) {
    const last = index === members.length - 1;
    const comma = last && (wildness === 0 || freedom.pick(3) > 0) ? '' : ',';
    if (tidy) {
      const above = freedom.pick(4) === 0 ? `${freedom.eol}${inner}${freedom.comment(false)}` : '';
      const behind = freedom.pick(4) === 0 ? ` ${freedom.comment(false)}` : '';
      text += `${above}${freedom.eol}${inner}${member}${comma}${behind}`;
    } else {
      text += space(freedom, wildness, inner) + member + space(freedom, wildness, inner) + comma;
    }
  }
  const before = tidy && members.length > 0 ? freedom.eol + indent : space(freedom, wildness, indent);
  return text + before + close;
}
