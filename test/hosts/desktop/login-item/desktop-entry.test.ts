import { expect, test } from 'vitest';
import {
  changeEntry,
  entryCommand,
  entryText,
  parseEntry,
} from '../../../../src-main/hosts/desktop/login-item/desktop-entry.ts';

test.each([
  [['/opt/app'], '/opt/app'],
  [['/opt/My App/app', '--hidden'], '"/opt/My App/app" --hidden'],
  [['app', ''], 'app ""'],
  [['app', '100%', '%U'], 'app 100%% %%U'],
  [['app', 'a"b'], String.raw`app "a\\"b"`],
  [['app', 'a$b`c'], 'app "a\\\\$b\\\\`c"'],
  // One backslash becomes four: two for the argument, each of them two for the value.
  [['app', String.raw`a\b`], String.raw`app "a\\\\b"`],
  [
    ['app', "it's", '~', 'a&b', '(c)', '#', 'x;y', 'a*b?', '<>|'],
    `app "it's" "~" "a&b" "(c)" "#" "x;y" "a*b?" "<>|"`,
  ],
  [['app', 'two\nlines\tand a tab'], String.raw`app "two\nlines\tand a tab"`],
  [['app', 'grün=ü', '--home=/a,b:c@d+e'], 'app grün=ü --home=/a,b:c@d+e'],
])('%j is written as the specification says', (words, expected) => {
  expect(entryCommand(words)).toBe(expected);
});

test('a text keeps its backslashes, line ends and leading blank', () => {
  expect(entryText(' a\\b\n\r\tc ')).toBe(String.raw`\sa\\b\n\r\tc `);
});

const theirs = `# by hand

[Desktop Entry]
Type=Application
Name = Mine
Name[de]=Meins
# why
X-Delay=30
X-Delay=40

[Desktop Action new]
Name=New
Exec=other
`;

test('only the keys that change are touched: comments, order, blanks and other groups stay', () => {
  const changed = changeEntry(theirs, { Name: 'Ours', Hidden: 'true', 'X-Delay': null, Missing: null });
  expect(changed).toBe(`# by hand

[Desktop Entry]
Type=Application
Name=Ours
Name[de]=Meins
# why
Hidden=true

[Desktop Action new]
Name=New
Exec=other
`);
  expect(changeEntry(changed, {})).toBe(changed);
  expect(parseEntry(changed)?.get('Exec')).toBe(undefined);
});

test('a key that stands there twice is changed to one', () => {
  expect(changeEntry('[Desktop Entry]\nA=1\nA=2\n', { A: '3' })).toBe('[Desktop Entry]\nA=3\n');
});

test('nothing, or only keys, becomes an entry', () => {
  expect(changeEntry('', { A: '1' })).toBe('[Desktop Entry]\nA=1\n');
  expect([parseEntry(''), parseEntry('A=1'), parseEntry('[Other]\nA=1')]).toEqual([null, null, null]);
});

test('line ends of another system are read', () => {
  expect(parseEntry('[Desktop Entry]\r\nHidden=true\r\n')?.get('Hidden')).toBe('true');
});
