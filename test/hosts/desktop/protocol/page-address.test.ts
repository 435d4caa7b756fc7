import { describe, expect, test } from 'vitest';
import {
  PAGE_ORIGIN,
  pageAddress,
  routeOf,
} from '../../../../src-main/hosts/desktop/protocol/page-address.ts';
import { paths } from '../../../../src-renderer/routes.ts';

describe('an address of the page', () => {
  test.each([
    paths.servers(),
    paths.add(),
    paths.server('a b/ü?#%'),
    paths.crash('postgres'),
    paths.tools('tools', 'memory', 'read graph'),
    paths.file(41),
    '/settings#about',
  ])('leads to %s and back', (route) => {
    expect(pageAddress(route)).toBe(`${PAGE_ORIGIN}${route}`);
    expect(routeOf(pageAddress(route))).toBe(route);
  });

  test.each(['', 'https://example.org/', '.example.org/', '@example.org/', ':8080/', '\\\\host'])(
    'is the overview for a route that would lead elsewhere: %j',
    (route) => {
      expect(pageAddress(route)).toBe(`${PAGE_ORIGIN}/`);
      expect(routeOf(pageAddress(route))).toBe('/');
    },
  );

  test.each([
    'app://other/',
    'app://dashboard.example.org/',
    'app://dashboard:80/',
    'app://user@dashboard/',
    'https://dashboard/',
    'file:///dashboard/',
    'about:blank',
    'nothing of the kind',
  ])('is not %s', (address) => {
    expect(routeOf(address)).toBeNull();
  });
});
