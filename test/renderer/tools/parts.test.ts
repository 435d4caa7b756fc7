import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobOf, fileName, partsOf, pictureOf } from '../../../src-renderer/features/tools/content.ts';
import { isJson, prettyLines } from '../../../src-renderer/features/tools/pretty-json.ts';
import { matches, rowsOf, wordsOf } from '../../../src-renderer/features/tools/search.ts';
import { expand, variablesOf } from '../../../src-renderer/features/tools/uri-template.ts';

const pretty = (text: string) =>
  [...prettyLines(text)]
    .map(({ indent, tokens }) => '  '.repeat(indent) + tokens.map(({ text: each }) => each).join(''))
    .join('\n');

describe('JSON laid out', () => {
  it('reads as JSON.stringify writes it, whatever it holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue())), (value) => {
        const text = JSON.stringify(value);
        expect(pretty(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
      }),
    );
  });

  it('keeps every digit, and keys that come twice', () => {
    expect(pretty('{"a":12345678901234567890.10,"a":1e5}')).toBe(
      '{\n  "a": 12345678901234567890.10,\n  "a": 1e5\n}',
    );
  });

  it('is not tried on what is none', () => {
    expect([isJson('[1]'), isJson(' {"a": 1}'), isJson('5'), isJson('{a}'), isJson('')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  it('looks only at what is asked for of a long text', () => {
    const text = JSON.stringify(['x'.repeat(5_000_000), '\\'.repeat(1_000_000), 1]);
    const lines = prettyLines(text);
    expect(lines.next().value?.tokens).toEqual([{ kind: 'mark', text: '[' }]);
    expect(lines.next().value?.tokens[0]?.text).toHaveLength(5_000_002);
  });
});

describe('an address of a template', () => {
  it.each([
    ['demo://x/{id}', { id: 'a b/c' }, 'demo://x/a%20b%2Fc'],
    ['file://{+path}', { path: '/a/b' }, 'file:///a/b'],
    ['x:/search{?q,limit}', { q: 'é' }, 'x:/search?q=%C3%A9'],
    ['x:/search{?q}{&page}', { q: '1', page: '2' }, 'x:/search?q=1&page=2'],
    ['x:{/a,b}', { a: '1', b: '2' }, 'x:/1/2'],
    ['x:{id:3}{list*}', { id: 'i', list: 'l' }, 'x:il'],
    ['x:{a}', {}, 'x:'],
  ])('%s', (template, values, expected) => {
    expect(expand(template, values)).toBe(expected);
  });

  it('asks for every variable once', () => {
    expect(variablesOf('a:{x}{?y,x}{+z*}')).toEqual(['x', 'y', 'z']);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string({ unit: 'binary' }),
        (template, value) => void expand(`${template}{a}`, { a: value }),
      ),
    );
  });
});

describe('the parts of a result', () => {
  it('are what the server sent, whatever it sent', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('tools', 'resources', 'prompts'), (value, kind) => {
        for (const { part } of partsOf(kind, { content: [value], contents: [value], messages: [value] }))
          expect(part.kind).toBeTypeOf('string');
      }),
    );
    expect(partsOf('tools', { content: 'text' })).toEqual([]);
  });

  it('are pictures only of formats that hold nothing but a picture', () => {
    expect(pictureOf('AAAA', 'image/png')).toEqual({ kind: 'shown', url: 'data:image/png;base64,AAAA' });
    expect(pictureOf('AAAA', 'image/svg+xml')).toEqual({ kind: 'other' });
    expect(pictureOf('"><script>', 'image/png')).toEqual({ kind: 'other' });
    expect(pictureOf('A'.repeat(9_000_000), 'image/png')).toEqual({ kind: 'large' });
  });

  it('are files with names of letters and digits', () => {
    expect(fileName('file:///a/../<b>.md', 'text/markdown')).toBe('b-.md');
    expect(fileName('../..', 'image/png')).toBe('result.png');
    expect(fileName('x\u202egnp.exe', null)).toBe('x-gnp.exe');
  });

  it('are bytes, or what came instead of them', async () => {
    expect(await blobOf('aGFsbG8=').text()).toBe('hallo');
    expect(await blobOf('no base64 !').text()).toBe('no base64 !');
  });
});

describe('the search', () => {
  const entry = (name: string, about = '') =>
    ({
      key: name,
      name,
      about,
      search: `${name} ${about}`.toLowerCase(),
      item: { kind: 'prompt', prompt: { name } },
    }) as const;
  const source = (server: string, ...entries: readonly ReturnType<typeof entry>[]) =>
    ({ server, state: 'RUNNING', enabled: true, list: { state: 'listed', entries }, last: entries }) as const;
  const sources = [source('a', entry('read_file', 'Reads'), entry('write_file')), source('b', entry('echo'))];
  const names = (query: string, folded: readonly string[] = []) =>
    rowsOf(sources, wordsOf(query), new Set(folded)).map((row) =>
      row.kind === 'server' ? row.source.server : `- ${row.entry.name}`,
    );

  it('needs every word, and leaves out servers without a match', () => {
    expect(names('FILE read')).toEqual(['a', '- read_file']);
    expect(names('nothing')).toEqual([]);
  });

  it('unfolds what is folded', () => {
    expect(names('', ['a'])).toEqual(['a', 'b', '- echo']);
    expect(names('write', ['a'])).toEqual(['a', '- write_file']);
  });

  it('marks what matches, character by character', () => {
    expect(matches('a.b A.B', ['.b'])).toEqual(['a', '.b', ' A', '.B', '']);
  });
});
