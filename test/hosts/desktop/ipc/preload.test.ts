import { readFile } from 'node:fs/promises';
import vm from 'node:vm';
import { MessageChannel, MessagePort } from 'node:worker_threads';
import { build } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import { PORT_CHANNEL } from '../../../../src-main/hosts/desktop/ipc/accept-ports.ts';
import { PAGE_ORIGIN } from '../../../../src-main/hosts/desktop/protocol/page-address.ts';
import { preloadConfig } from '../../../../vite.config.ts';
import { tempFolder } from '../../../support/temp.ts';

interface Sent {
  readonly channel: string;
  readonly message: unknown;
  readonly ports: readonly unknown[];
}

let script = '';
beforeAll(async () => {
  await using folder = await tempFolder('preload');
  const config = preloadConfig();
  await build({ ...config, build: { ...config.build, outDir: folder.path } });
  script = await readFile(folder.file('preload.cjs'), 'utf8');
});

/** A document whose preload script is the built one. Everything it can reach is what a sandboxed preload script has. */
function openDocument({ origin = PAGE_ORIGIN, inFrame = false } = {}) {
  const sent: Sent[] = [];
  const asked: string[] = [];
  const window = new EventTarget() as EventTarget & { top: unknown };
  window.top = inFrame ? {} : window;
  const context = vm.createContext({ window, location: { origin } });
  // Of electron there is what relays a port; whatever would give the page something (contextBridge) is not.
  const ipcRenderer = {
    postMessage(channel: string, message: unknown, ports: readonly unknown[]) {
      sent.push({ channel, message, ports });
    },
  };
  const require = (name: string) => {
    asked.push(name);
    return { ipcRenderer };
  };
  vm.compileFunction(script, ['require', 'exports', 'module'], { parsingContext: context })(
    require,
    {},
    { exports: {} },
  );
  const post = (
    data: unknown,
    {
      ports = [],
      from = origin,
      source = window,
    }: { ports?: MessagePort[]; from?: string; source?: unknown } = {},
  ) => {
    const event = new Event('message');
    window.dispatchEvent(Object.assign(event, { data, ports, origin: from, source }));
  };
  return { sent, asked, post, names: () => [...Object.keys(context), ...Object.keys(window)] };
}

/** Ports that are closed when the test is over. */
function channel(): MessagePort[] & Disposable {
  const { port1, port2 } = new MessageChannel();
  return Object.assign([port1, port2], { [Symbol.dispose]: () => port1.close() });
}

describe('the preload script', () => {
  test('is one CommonJS file that loads electron and nothing else, as a sandboxed one has to be', () => {
    const { asked } = openDocument();
    expect(asked).toEqual(['electron']);
    expect(script).not.toMatch(/^\s*(import|export)\b/m);
  });

  test('hands the port of its page to the main process', () => {
    using ports = channel();
    const { sent, post } = openDocument();
    post(PORT_CHANNEL, { ports: [ports[0]!] });
    expect(sent).toEqual([{ channel: PORT_CHANNEL, message: null, ports: [ports[0]] }]);
    expect(sent[0]?.ports[0]).toBeInstanceOf(MessagePort);
  });

  test('hands on one port per document, however often the page asks', () => {
    using ports = channel();
    const { sent, post } = openDocument();
    post(PORT_CHANNEL, { ports: [ports[0]!] });
    post(PORT_CHANNEL, { ports: [ports[1]!] });
    expect(sent.length).toBe(1);
  });

  test('takes no port from another window, another origin, or with other words', () => {
    using ports = channel();
    const { sent, post } = openDocument();
    post(PORT_CHANNEL, { ports: [ports[0]!], source: {} });
    post(PORT_CHANNEL, { ports: [ports[0]!], from: 'https://example.org' });
    post(PORT_CHANNEL, { ports: [ports[0]!], from: 'app://dashboard.example.org' });
    post('hello', { ports: [ports[0]!] });
    post(PORT_CHANNEL);
    post(PORT_CHANNEL, { ports: [...ports] });
    expect(sent).toEqual([]);
    // None of them used up the one that is allowed.
    post(PORT_CHANNEL, { ports: [ports[0]!] });
    expect(sent.length).toBe(1);
  });

  test.each([
    ['in a frame inside the page', { inFrame: true }],
    ['in a page of another origin', { origin: 'https://example.org' }],
  ])('does nothing %s', (_where, document) => {
    using ports = channel();
    const { sent, post } = openDocument(document);
    post(PORT_CHANNEL, { ports: [ports[0]!], from: PAGE_ORIGIN });
    expect(sent).toEqual([]);
  });

  test('leaves the page nothing: neither a function nor a name', () => {
    const { names } = openDocument();
    expect(names()).toEqual(['window', 'location', 'top']);
  });
});
