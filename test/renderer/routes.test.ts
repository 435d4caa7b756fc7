import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseRoute, paths, serverTabs, toolKinds } from '../../src-renderer/routes.ts';

/** What a browser makes of an address that is written into a link. */
const pathOf = (href: string) => new URL(href, 'http://127.0.0.1').pathname;

/** Names as the configuration allows them: no slash, no backslash, no control character, not `.` and `..`. */
const serverName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((name) => !/[/\\#\p{Cc}\p{Cs}]/u.test(name) && name !== '.' && name !== '..');
const itemName = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((name) => !/\p{Cs}/u.test(name));

describe('the address of a view', () => {
  it('leads back to the view, whatever the server is called', () => {
    fc.assert(
      fc.property(serverName, fc.constantFrom(...serverTabs), (name, tab) => {
        expect(parseRoute(pathOf(paths.server(name, tab)))).toEqual({ view: 'server', name, tab });
        expect(parseRoute(pathOf(paths.edit(name)))).toEqual({ view: 'edit', name });
        expect(parseRoute(pathOf(paths.crash(name)))).toEqual({ view: 'server', name, tab: 'log' });
      }),
    );
  });

  it('leads back to a tool, a prompt or a resource, slashes and all', () => {
    fc.assert(
      fc.property(serverName, itemName, fc.constantFrom(...toolKinds), (server, item, kind) => {
        fc.pre(item !== '.' && item !== '..');
        expect(parseRoute(pathOf(paths.tools(kind, server, item)))).toEqual({
          view: 'tools',
          kind,
          server,
          item,
        });
      }),
    );
    expect(parseRoute(pathOf(paths.tools('resources', 'db', 'file:///a/b?c#d')))).toMatchObject({
      item: 'file:///a/b?c#d',
    });
  });

  it.each([
    ['/', { view: 'servers' }],
    ['/servers', { view: 'servers' }],
    ['/servers/', { view: 'servers' }],
    ['/add', { view: 'add' }],
    ['/tools', { view: 'tools', kind: 'tools', server: null, item: null }],
    ['/activity', { view: 'activity', tab: 'events' }],
    ['/activity/log', { view: 'activity', tab: 'log' }],
    ['/settings', { view: 'settings' }],
  ])('%s is %o', (path, route) => {
    expect(parseRoute(path)).toEqual(route);
  });

  it.each(['/servers/db/nothing', '/servers/db/log/more', '/elsewhere', '/add/more', '/activity/other'])(
    'is told to be unknown: %s',
    (path) => {
      expect(parseRoute(path)).toEqual({ view: 'unknown', path });
    },
  );

  it('with a percent sign that begins nothing is read as it is written', () => {
    expect(parseRoute('/servers/100%')).toEqual({ view: 'server', name: '100%', tab: 'overview' });
  });
});
