import type * as Electron from 'electron';
import { type ContentsEvents, Emitter } from './emitted.ts';
import { refuseAfterwards } from './events.ts';
import type { FakeSession } from './session.ts';
import { originOf } from './web-frame.ts';

type Used = Pick<
  Electron.WebContents,
  | 'copy'
  | 'cut'
  | 'delete'
  | 'getZoomFactor'
  | 'getZoomLevel'
  | 'paste'
  | 'pasteAndMatchStyle'
  | 'redo'
  | 'selectAll'
  | 'setIgnoreMenuShortcuts'
  | 'setWindowOpenHandler'
  | 'setZoomFactor'
  | 'setZoomLevel'
  | 'toggleDevTools'
  | 'undo'
  | 'zoomFactor'
  | 'zoomLevel'
>;

type OpenHandler = (details: Electron.HandlerDetails) => Electron.WindowOpenHandlerResponse;

/** docs/api/web-contents.md: what menus and settings do to a page, whatever document it shows. */
export abstract class FakeContentsFace extends Emitter<ContentsEvents> implements Used {
  readonly session: FakeSession;
  /** What a person did to the text of the page through menus: `copy`, `paste` ... */
  readonly edits: string[] = [];
  /** A page with a `beforeunload` listener that objects. */
  objectsToUnload = false;
  /** Its process is busy and answers nothing. */
  hangs = false;
  ignoresMenuShortcuts = false;
  devToolsOpen = false;
  windowOpenHandler: OpenHandler | null = null;

  constructor(session: FakeSession) {
    super();
    this.session = session;
  }

  abstract getURL(): string;
  abstract isDestroyed(): boolean;

  setWindowOpenHandler(handler: OpenHandler): void {
    this.windowOpenHandler = handler;
  }

  setIgnoreMenuShortcuts(ignore: boolean): void {
    this.ignoresMenuShortcuts = ignore;
  }

  // docs/api/web-contents.md#contentssetzoomlevellevel: one level for an origin, in whatever window
  get zoomLevel(): number {
    return this.session.zoomLevels.get(originOf(this.getURL())) ?? 0;
  }

  set zoomLevel(level: number) {
    this.session.zoomLevels.set(originOf(this.getURL()), level);
  }

  get zoomFactor(): number {
    return 1.2 ** this.zoomLevel;
  }

  // docs/api/web-contents.md#contentssetzoomfactorfactor: greater than 0
  set zoomFactor(factor: number) {
    if (!(factor > 0)) throw new Error("'zoomFactor' must be a double greater than 0.0");
    this.zoomLevel = Math.log(factor) / Math.log(1.2);
  }

  getZoomLevel(): number {
    return this.zoomLevel;
  }

  setZoomLevel(level: number): void {
    this.zoomLevel = level;
  }

  getZoomFactor(): number {
    return this.zoomFactor;
  }

  setZoomFactor(factor: number): void {
    this.zoomFactor = factor;
  }

  copy(): void {
    this.edits.push('copy');
  }

  cut(): void {
    this.edits.push('cut');
  }

  paste(): void {
    this.edits.push('paste');
  }

  pasteAndMatchStyle(): void {
    this.edits.push('pasteAndMatchStyle');
  }

  delete(): void {
    this.edits.push('delete');
  }

  undo(): void {
    this.edits.push('undo');
  }

  redo(): void {
    this.edits.push('redo');
  }

  selectAll(): void {
    this.edits.push('selectAll');
  }

  toggleDevTools(): void {
    this.devToolsOpen = !this.devToolsOpen;
  }
}

// docs/api/web-contents.md#contentsisdestroyed: all else of a page that is gone throws
refuseAfterwards(FakeContentsFace.prototype, 'Object has been destroyed', []);
