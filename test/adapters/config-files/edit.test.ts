import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyEdits } from '../../../src-main/adapters/config-files/edit.ts';
import { parseDocument } from '../../../src-main/adapters/config-files/parse.ts';
import { differences } from '../../../src-main/core/configuration/edit/differences.ts';
import {
  applyToModel,
  type Model,
  modelOf,
  modelOfValue,
  type PathEdit,
} from '../../../src-main/core/configuration/edit/path-edit.ts';
import type { PathSegment } from '../../../src-shared/schema/document.ts';
import { jsoncText, jsonValue } from './jsonc-arbitrary.ts';

function read(text: string): Model {
  const parsed = parseDocument(text);
  if (!parsed.ok) throw new Error(`no JSON (${parsed.text.key} at ${parsed.at.line}):\n${text}`);
  return modelOf(parsed.document);
}

/** With the order of keys, also of those that look like numbers. */
const inOrder = (model: Model): unknown =>
  model instanceof Map
    ? { entries: [...model].map(([name, one]) => [name, inOrder(one)]) }
    : Array.isArray(model)
      ? model.map(inOrder)
      : model;

interface Place {
  readonly path: readonly PathSegment[];
  readonly model: Model;
}

function placesOf(model: Model, path: readonly PathSegment[] = []): readonly Place[] {
  const entries: readonly (readonly [PathSegment, Model])[] =
    model instanceof Map ? [...model] : Array.isArray(model) ? [...model.entries()] : [];
  return [{ path, model }, ...entries.flatMap(([key, one]) => placesOf(one, [...path, key]))];
}

describe('any edit of any text', () => {
  const cases = { numRuns: Number(process.env.EDIT_RUNS ?? 400) };

  test('gives exactly the intended document, with its keys in order', () => {
    fc.assert(
      fc.property(jsoncText, jsonValue, fc.nat(), fc.nat({ max: 3 }), ({ text }, value, where, what) => {
        const model = read(text);
        const places = placesOf(model);
        const { path, model: found } = places[where % places.length] ?? { path: [], model };
        const edits: PathEdit[] = [];
        if (what === 0 && path.length > 0) edits.push({ kind: 'remove', path });
        else if (what === 1 && typeof path.at(-1) === 'string')
          edits.push({ kind: 'rename', path, to: 'new "name"' });
        else if (Array.isArray(found))
          edits.push({ kind: 'insert', path: [...path, where % (found.length + 1)], value });
        else if (found instanceof Map) {
          const after = [...found.keys()][where % (found.size + 1)];
          edits.push({ kind: 'set', path: [...path, 'fresh', 'deep'], value });
          edits.push({ kind: 'set', path: [...path, 'another'], value, after });
        } else edits.push({ kind: 'set', path, value });
        const edited = applyEdits(text, edits);
        expect(inOrder(read(edited))).toEqual(inOrder(edits.reduce(applyToModel, model)));
      }),
      cases,
    );
  });

  test('from one document to any other by their differences', () => {
    fc.assert(
      fc.property(jsoncText, jsonValue, fc.nat(), ({ text }, value, where) => {
        const model = read(text);
        const places = placesOf(model).slice(1);
        const { path, model: before } = places[where % places.length] ?? { path: ['none'], model: undefined };
        const edits = differences(path, before, modelOfValue(value));
        expect(read(applyEdits(text, edits))).toEqual(edits.reduce(applyToModel, model));
        // What is there already is not touched, in whatever way it is written.
        if (before !== undefined) expect(applyEdits(text, differences(path, before, before))).toBe(text);
      }),
      cases,
    );
  });

  test('what is added takes nothing away: every other character stays, in its order', () => {
    fc.assert(
      fc.property(jsoncText, jsonValue, fc.nat(), ({ text }, value, where) => {
        const containers = placesOf(read(text)).filter(
          ({ model }) => typeof model === 'object' && model !== null,
        );
        const { path, model } = containers[where % containers.length] ?? { path: [], model: new Map() };
        // One line without anything in it is laid out anew.
        fc.pre(/[,\r\n]/.test(text));
        const edit: PathEdit = Array.isArray(model)
          ? { kind: 'insert', path: [...path, where % (model.length + 1)], value }
          : { kind: 'set', path: [...path, 'fresh'], value };
        const edited = applyEdits(text, [edit]);
        const ink = (one: string): string => one.replace(/[ \t\r\n]/g, '');
        expect(isSubsequence(ink(text), ink(edited))).toBe(true);
      }),
      cases,
    );
  });

  test('what is removed takes no comment of another line along', () => {
    fc.assert(
      fc.property(jsoncText, fc.nat(), ({ text, comments, duplicates }, where) => {
        // Of a name that stands twice the earlier one goes as well, with what is behind it.
        fc.pre(!duplicates);
        const places = placesOf(read(text)).slice(1);
        fc.pre(places.length > 0);
        const { path } = places[where % places.length] ?? { path: [] };
        const edited = applyEdits(text, [{ kind: 'remove', path }]);
        const lost = comments.filter((comment) => !edited.includes(comment));
        const { start, end } = linesOf(text, path);
        for (const comment of lost) {
          const at = text.indexOf(comment);
          expect([at >= start, at <= end], `${comment} of\n${text}\n→\n${edited}`).toEqual([true, true]);
        }
      }),
      cases,
    );
  });
});

const lines = (...all: readonly string[]): string => all.join('\n');
const remove = (...path: readonly PathSegment[]): PathEdit => ({ kind: 'remove', path });
const set = (path: readonly PathSegment[], value: unknown, after?: string): PathEdit => ({
  kind: 'set',
  path,
  value,
  after,
});

describe('a key that goes', () => {
  const text = lines(
    '{',
    '  // above a',
    '  "a": 1, // behind a',
    '  /* above b */',
    '  "b": {',
    '    "c": [] // within b',
    '  }, // behind b',
    '',
    '  // above d',
    '  "d": 4 // behind d',
    '  // at the end',
    '}',
  );

  test('takes its own lines along, and the comment behind it', () => {
    const without = (...gone: readonly string[]) =>
      lines(...text.split('\n').filter((line) => !gone.includes(line)));
    expect(applyEdits(text, [remove('a')])).toBe(without('  "a": 1, // behind a'));
    expect(applyEdits(text, [remove('b')])).toBe(
      without('  "b": {', '    "c": [] // within b', '  }, // behind b'),
    );
    expect(applyEdits(text, [remove('d')])).toBe(
      without('  "d": 4 // behind d').replace('}, // behind b', '} // behind b'),
    );
    expect(applyEdits(text, [remove('a'), remove('d'), remove('b')])).toBe(
      lines('{', '  // above a', '  /* above b */', '', '  // above d', '  // at the end', '}'),
    );
  });

  test.each([
    ['{"a": 1, "b": 2, "c": 3}', 'a', '{"b": 2, "c": 3}'],
    ['{"a": 1, "b": 2, "c": 3}', 'b', '{"a": 1, "c": 3}'],
    ['{"a": 1, "b": 2, "c": 3}', 'c', '{"a": 1, "b": 2}'],
    ['{ "a": 1 }', 'a', '{}'],
    ['{\n  "a": 1\n}\n', 'a', '{}\n'],
    ['{\n  "a": 1,\n  "b": 2,\n}', 'b', '{\n  "a": 1,\n}'],
    ['{"a": 1, /* of b */ "b": 2}', 'a', '{/* of b */ "b": 2}'],
    ['{"a": 1 /* of a */, "b": 2}', 'a', '{"b": 2}'],
    ['{"a": 1,\n  "b": 2}', 'b', '{"a": 1\n  }'],
    ['{\n  "a": 1, "b": 2,\n  "c": 3\n}', 'a', '{\n  "b": 2,\n  "c": 3\n}'],
    ['{\n  "a": 1, // of a\n  "b": 2\n}', 'b', '{\n  "a": 1 // of a\n}'],
    ['{\n\n  "a": 1,\n\n  "b": 2\n}', 'a', '{\n\n  "b": 2\n}'],
    ['{\r\n\t"a": 1,\r\n\r\n\t"b": 2\r\n}', 'b', '{\r\n\t"a": 1\r\n}'],
    ['{"a": 1, "b": 2, "a": 3}', 'a', '{"b": 2}'],
  ])('of %j the key %s: %j', (before, key, after) => {
    expect(applyEdits(before, [remove(key)])).toBe(after);
  });
});

describe('a key that comes', () => {
  test.each([
    ['{\n  "a": 1 // of a\n}', '{\n  "a": 1, // of a\n  "b": 2\n}'],
    [
      '{\n    "a": 1, // of a\n    // at the end\n}',
      '{\n    "a": 1, // of a\n    "b": 2,\n    // at the end\n}',
    ],
    ['{\r\n\t"a": 1\r\n}', '{\r\n\t"a": 1,\r\n\t"b": 2\r\n}'],
    ['{"a":1}', '{"a":1,"b":2}'],
    ['{ "a": 1, }', '{ "a": 1, "b": 2, }'],
    ['{"a": 1 /* of a */}', '{"a": 1, "b": 2 /* of a */}'],
    ['// nothing yet\n{}\n', '// nothing yet\n{\n  "b": 2\n}\n'],
    ['{ // soon\n}', '{ // soon\n  "b": 2\n}'],
    ['{/* soon */}\n', '{/* soon */\n  "b": 2\n}\n'],
    ['', '{\n  "b": 2\n}\n'],
    ['// soon', '// soon\n{\n  "b": 2\n}\n'],
  ])('into %j: %j', (before, after) => {
    expect(applyEdits(before, [set(['b'], 2)])).toBe(after);
  });

  test('stands where it is to stand, and comments stay with whom they are about', () => {
    const text = lines('{', '  "a": 1, // of a', '  // of c', '  "c": 3', '}');
    expect(applyEdits(text, [set(['b'], { x: [1, 2] }, 'a')])).toBe(
      lines('{', '  "a": 1, // of a', '  "b": {', '    "x": [1, 2]', '  },', '  // of c', '  "c": 3', '}'),
    );
    const inLine = '{"a": 1, /* of c */ "c": 3}';
    expect(applyEdits(inLine, [set(['b'], 2, 'a')])).toBe('{"a": 1, "b": 2, /* of c */ "c": 3}');
  });

  test('into a list, before, between and behind what is there', () => {
    const insert = (text: string, index: number): string =>
      applyEdits(text, [{ kind: 'insert', path: ['l', index], value: 'x' }]);
    expect([0, 1, 2].map((index) => insert('{"l": ["a", "b"]}', index))).toEqual([
      '{"l": ["x", "a", "b"]}',
      '{"l": ["a", "x", "b"]}',
      '{"l": ["a", "b", "x"]}',
    ]);
    const block = lines('{', '  "l": [ // all', '    // of a', '    "a", // a', '    "b"', '  ]', '}');
    expect(insert(block, 0)).toBe(block.replace('// all', '// all\n    "x",'));
    expect(insert(block, 1)).toBe(block.replace('// a\n', '// a\n    "x",\n'));
    expect(insert(block, 2)).toBe(block.replace('"b"', '"b",\n    "x"'));
    expect(insert('{\n  "l": []\n}', 0)).toBe('{\n  "l": ["x"]\n}');
  });

  test('with a list too long for a line, has a line for each of its items', () => {
    const long = ['x'.repeat(60), 'y'.repeat(60)];
    expect(applyEdits('{\n}', [set(['l'], long)])).toBe(JSON.stringify({ l: long }, null, 2));
  });
});

test('hundreds of values that change are written at one look, each in its place', () => {
  const names = Array.from({ length: 500 }, (_, index) => `s${index}`);
  const before = JSON.stringify(Object.fromEntries(names.map((name) => [name, { needs: ['hub'] }])), null, 2);
  const edits = names.map((name) => set([name, 'needs', 0], 'a much longer name'));
  expect(applyEdits(before, edits)).toBe(before.replaceAll('hub', 'a much longer name'));
});

/** From the place's own first character to the end of its last line. */
function linesOf(text: string, path: readonly PathSegment[]): { start: number; end: number } {
  const parsed = parseDocument(text);
  if (!parsed.ok) throw new Error('no JSON');
  let node = parsed.document;
  let at = node.at;
  let next: { line: number; column: number } | null = null;
  for (const segment of path) {
    if (node.kind === 'object') {
      const found = node.entries.get(String(segment));
      if (found === undefined) throw new Error('no such place');
      at = found.key;
      node = found.node;
    } else if (node.kind === 'array') {
      const found = node.items[Number(segment)];
      if (found === undefined) throw new Error('no such place');
      at = found.at;
      node = found;
    }
  }
  next = null;
  const start = offsetOf(text, at);
  const valueEnd = endOfValue(text, offsetOf(text, node.at));
  const rest = text.slice(valueEnd).search(/[\r\n]/);
  return { start, end: next ?? (rest < 0 ? text.length : valueEnd + rest) };
}

function offsetOf(text: string, at: { readonly line: number; readonly column: number }): number {
  let line = 1;
  let offset = 0;
  while (line < at.line) {
    const found = /\r\n|\r|\n/.exec(text.slice(offset));
    if (found === null) throw new Error('no such line');
    offset += found.index + found[0].length;
    line++;
  }
  return offset + at.column - 1;
}

/** The shortest piece that is a value. */
function endOfValue(text: string, start: number): number {
  const open = text[start];
  if (open !== '{' && open !== '[') {
    const scalar = /^(?:"(?:[^"\\]|\\.)*"|[^\s,\]}/]+)/.exec(text.slice(start));
    return start + (scalar?.[0].length ?? 0);
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const rest = text.slice(at);
    const skipped = /^(?:"(?:[^"\\]|\\.)*"|\/\/[^\r\n]*|\/\*[\s\S]*?\*\/)/.exec(rest)?.[0];
    if (skipped !== undefined) at += skipped.length - 1;
    else if (text[at] === '{' || text[at] === '[') depth++;
    else if ((text[at] === '}' || text[at] === ']') && --depth === 0) return at + 1;
  }
  return text.length;
}

function isSubsequence(short: string, long: string): boolean {
  let at = 0;
  for (const char of long) {
    if (short.startsWith(char, at)) at += char.length;
    if (at >= short.length) return true;
  }
  return at >= short.length;
}
