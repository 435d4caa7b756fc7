import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { parseSync } from 'vite';
import { describe, expect, test } from 'vitest';
import { spoken } from '../../src-shared/i18n/en/spoken.ts';
import { ROOT } from './import-graph.ts';

/** Attributes whose value a person reads or hears. */
const READ = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-placeholder',
  'aria-roledescription',
  'aria-valuetext',
  'caption',
  'heading',
  'label',
  'placeholder',
  'title',
]);
const LETTER = /\p{L}/u;
/** What is the same in every language: names on a keyboard, and the beginning of an address. */
const NAMES = new Set(['Ctrl', '⌘', 'Alt', 'Shift', 'Tab', 'Esc', 'Enter', 'https://']);

interface SyntaxNode {
  readonly type: string;
  readonly [key: string]: unknown;
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';
}

function children(node: SyntaxNode): readonly SyntaxNode[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

/** The texts that an expression may come to: not those that it only compares with, asks by, or gives to a function. */
function texts(node: SyntaxNode): readonly string[] {
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'string' ? [node.value] : [];
    case 'TemplateLiteral':
      return (node.quasis as readonly { value: { cooked: string } }[]).map((part) => part.value.cooked);
    case 'ConditionalExpression':
      return [node.consequent, node.alternate].filter(isNode).flatMap(texts);
    case 'LogicalExpression':
    case 'BinaryExpression':
      return /^(\+|&&|\|\||\?\?)$/.test(String(node.operator))
        ? [node.left, node.right].filter(isNode).flatMap(texts)
        : [];
    case 'JSXExpressionContainer':
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
      return isNode(node.expression) ? texts(node.expression) : [];
    default:
      return [];
  }
}

/** What a component shows a person and has not from the catalogue. */
function ownWords(file: string, text: string): readonly string[] {
  const { program, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file} cannot be parsed: ${errors[0]?.message}`);
  const found: string[] = [];
  const take = (words: readonly string[]) =>
    found.push(
      ...words
        .map((each) => each.trim())
        .filter((each) => LETTER.test(each) && !NAMES.has(each))
        .map((each) => `${file}: ${each}`),
    );
  const visit = (node: SyntaxNode) => {
    if (node.type === 'JSXText') take([String(node.value)]);
    if (node.type === 'JSXAttribute' && isNode(node.name) && READ.has(String(node.name.name))) {
      if (isNode(node.value)) take(texts(node.value));
    }
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of node.children as readonly SyntaxNode[])
        if (child.type === 'JSXExpressionContainer') take(texts(child));
    }
    for (const child of children(node)) visit(child);
  };
  visit(program as unknown as SyntaxNode);
  return found;
}

function sources(...floors: readonly string[]): readonly (readonly [file: string, text: string])[] {
  return floors.flatMap((floor) =>
    readdirSync(join(ROOT, floor), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(ROOT, path).split(sep).join('/'), readFileSync(path, 'utf8')] as const),
  );
}

describe('what a person reads on the page', () => {
  test('comes from the catalogue, never from a component', () => {
    const components = sources('src-renderer').filter(([file]) => file.endsWith('.tsx'));
    expect(components.length).toBeGreaterThan(50);
    expect(components.flatMap(([file, text]) => ownWords(file, text))).toEqual([]);
  });

  test('is found wherever it may stand', () => {
    const page = `export const A = ({ on }) => <div className="x" title={on ? \`\${n} left\` : say('a.b')}>
      Hello {on ? 'yes' : null} {on === 'never' ? 1 : 2}<i aria-label="that">{say('c.d')}</i> · <kbd>Ctrl</kbd></div>;`;
    expect(ownWords('a.tsx', page)).toEqual(['a.tsx: yes', 'a.tsx: left', 'a.tsx: Hello', 'a.tsx: that']);
  });

  /**
   * `message()` and `say()` take keys that are written out, or a template of which each `${…}` stands for one part of
   * the key or more.
   */
  test('is said somewhere: no text of the page waits for nobody', () => {
    const written = new Set<string>();
    const patterns = new Map<string, RegExp>();
    for (const [file, text] of sources('src-main', 'src-shared', 'src-renderer')) {
      if (/^src-shared\/i18n\/(en|de)\//.test(file)) continue;
      for (const [, , key = ''] of text.matchAll(/(['"])([A-Za-z][\w-]*(?:\.[\w$-]+)+)\1/g)) written.add(key);
      for (const [, template = ''] of text.matchAll(/`([\w-]+\.(?:[\w.-]|\$\{[^}]*\})*)`/g)) {
        const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replaceAll('.', '\\.'));
        // Right behind the topic it stands for one part of the key, or it would stand for the whole topic.
        const any = /^[\w-]+\.\$\{[^}]*\}/.test(template) ? '[^.]*' : '.*';
        if (parts.length > 1) patterns.set(template, new RegExp(`^${parts.join(any)}$`));
      }
    }
    const unsaid = Object.keys(spoken).filter(
      (key) =>
        !written.has(key) &&
        // Every reason has its words, whether something crashes for it today or not: catalogue.test.ts.
        !key.startsWith('reason.') &&
        [...patterns.values()].every((pattern) => !pattern.test(key)),
    );
    expect(unsaid).toEqual([]);
    expect(patterns.size).toBeGreaterThan(20);
  });
});

test('one polite region speaks for the whole page; a modal dialog, which silences what is behind it, has its own', () => {
  const regions = [...sources('src-renderer')]
    .filter(([, text]) => /role="status"|aria-live/.test(text))
    .map(([file]) => file)
    .sort();
  expect(regions).toEqual([
    'src-renderer/features/notices/announcer.tsx',
    'src-renderer/features/palette/palette-dialog.tsx',
    'src-renderer/features/settings/diagnostics.tsx',
  ]);
});
