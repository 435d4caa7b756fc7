import { describe, expect, it } from 'vitest';
import { parseDesktopArguments, userDataFor } from '../../../src-main/hosts/desktop/arguments.ts';

describe('the arguments of the application', () => {
  it.each([
    [[], { hidden: false, home: undefined, config: undefined }],
    [['--hidden'], { hidden: true, home: undefined, config: undefined }],
    [['--home', '/h', '--config=/c.json'], { hidden: false, home: '/h', config: '/c.json' }],
    [
      ['--original-process-start-time=1', '--no-sandbox', '--home=/h', 'stray'],
      { hidden: false, home: '/h', config: undefined },
    ],
    [['--home='], { hidden: false, home: undefined, config: undefined }],
    [['--hidden', '--home'], { hidden: true, home: undefined, config: undefined }],
  ])('%j', (words, expected) => {
    expect(parseDesktopArguments(words)).toEqual(expected);
  });
});

describe("Electron's folder", () => {
  const data = { defaultHome: '/home/u/.local/share/mcp-orchestrator', userData: '/home/u/.config/app' };

  it('is the usual one for the usual home', () => {
    expect(userDataFor({ ...data, home: data.defaultHome })).toBe(data.userData);
  });

  it('is another one for each other home, so that their applications never meet', () => {
    const one = userDataFor({ ...data, home: '/one' });
    const other = userDataFor({ ...data, home: '/other' });
    expect(new Set([one, other, data.userData]).size).toBe(3);
    expect(userDataFor({ ...data, home: '/one' })).toBe(one);
  });
});
