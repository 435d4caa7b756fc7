import type * as Electron from 'electron';

let lastRoutingId = 0;

/** docs/api/web-frame-main.md: a frame of a document. A document that was left takes its frames with it. */
export class FakeFrame
  implements
    Pick<
      Electron.WebFrameMain,
      'detached' | 'isDestroyed' | 'name' | 'origin' | 'processId' | 'routingId' | 'url' | 'frameTreeNodeId'
    >
{
  readonly name = '';
  readonly origin: string;
  readonly url: string;
  readonly processId: number;
  readonly parent: FakeFrame | null;
  readonly frames: FakeFrame[] = [];
  readonly routingId: number;
  readonly frameTreeNodeId: number;
  #detached = false;

  constructor(url: string, options: { processId: number; parent?: FakeFrame | null; origin?: string }) {
    this.url = url;
    this.origin = options.origin ?? originOf(url);
    this.processId = options.processId;
    this.parent = options.parent ?? null;
    lastRoutingId += 1;
    this.routingId = lastRoutingId;
    this.frameTreeNodeId = lastRoutingId;
    this.parent?.frames.push(this);
  }

  get top(): FakeFrame {
    return this.parent?.top ?? this;
  }

  // docs/api/web-frame-main.md#framedetached-readonly
  get detached(): boolean {
    return this.#detached;
  }

  isDestroyed(): boolean {
    return this.#detached;
  }

  detach(): void {
    this.#detached = true;
    for (const frame of this.frames) frame.detach();
  }
}

/** As Chromium writes it: `app://dashboard`, or `null` for what has none. */
export function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null';
  const { protocol, host } = new URL(url);
  return host ? `${protocol}//${host}` : 'null';
}
