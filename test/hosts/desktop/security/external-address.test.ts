import { expect, test } from 'vitest';
import { externalAddress } from '../../../../src-main/hosts/desktop/security/external-address.ts';

test.each([
  ['https://example.org/a?b=c#d', 'https://example.org/a?b=c#d'],
  ['https://EXAMPLE.org', 'https://example.org/'],
  ['http://localhost:8003/health', 'http://localhost:8003/health'],
  ['http://127.0.0.1:7717/', 'http://127.0.0.1:7717/'],
  ['http://[::1]:7717/', 'http://[::1]:7717/'],
])('the browser is given %s', (address, given) => {
  expect(externalAddress(address)).toBe(given);
});

test.each([
  'http://example.org/',
  'http://localhost.example.org/',
  'http://127.0.0.1.example.org/',
  'http://localhost@example.org/',
  'file:///etc/passwd',
  'smb://host/share',
  'ms-msdt:/id',
  'javascript:alert(1)',
  'data:text/html,hello',
  'app://dashboard/',
  'mailto:a@example.org',
  'vscode://file/x',
  '//example.org/',
  'example.org',
  '',
])('nobody is given %j', (address) => {
  expect(externalAddress(address)).toBeNull();
});
