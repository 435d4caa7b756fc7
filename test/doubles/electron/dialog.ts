import type * as Electron from 'electron';
import type { FakeWindow } from './window.ts';
import type { World } from './world.ts';

/** A dialog on the screen, until the person answers. */
export interface ShownDialog {
  readonly kind: 'message' | 'open' | 'save';
  readonly window: FakeWindow | null;
  readonly message: string;
  readonly detail: string;
  readonly title: string;
  readonly buttons: readonly string[];
  /** The button that Enter presses. */
  readonly defaultButton: string | undefined;
  readonly checkbox: { readonly label: string; readonly checked: boolean } | null;
  readonly options: Electron.MessageBoxOptions | Electron.OpenDialogOptions | Electron.SaveDialogOptions;
  /** Presses a button; `checked`: how the person leaves the checkbox. */
  press(button: string, leave?: { readonly checked?: boolean }): void;
  /** Escape, or the close button. */
  dismiss(): void;
  /** Chooses in a dialog for files. */
  choose(...paths: readonly string[]): void;
}

interface Pending extends ShownDialog {
  settle(answer: { button: number; checked: boolean; paths: readonly string[] }): void;
}

type Window = FakeWindow | null;

/** docs/api/dialog.md: asked, and answered when the person does. The blocking forms do not exist here. */
export class FakeDialog
  implements Pick<Electron.Dialog, 'showErrorBox' | 'showMessageBox' | 'showOpenDialog' | 'showSaveDialog'>
{
  /** What stands on the screen now, the newest last. */
  readonly shown: ShownDialog[] = [];
  readonly errors: { readonly title: string; readonly content: string }[] = [];
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  // docs/api/dialog.md#dialogshowmessageboxwindow-options
  showMessageBox(
    ...given: [Electron.BaseWindow, Electron.MessageBoxOptions] | [Electron.MessageBoxOptions]
  ): Promise<Electron.MessageBoxReturnValue> {
    const { window, options } = split<Electron.MessageBoxOptions>(given);
    this.#world.requireReady('dialog module can only be used after app is ready');
    if (typeof options.message !== 'string') throw new TypeError('Message must be a string');
    const buttons = options.buttons?.length ? options.buttons : ['OK'];
    return new Promise((resolve) => {
      this.#open('message', window, options, buttons, ({ button, checked }) =>
        resolve({ response: button, checkboxChecked: checked }),
      );
    });
  }

  // docs/api/dialog.md#dialogshowopendialogwindow-options
  showOpenDialog(
    ...given: [Electron.BaseWindow, Electron.OpenDialogOptions] | [Electron.OpenDialogOptions]
  ): Promise<Electron.OpenDialogReturnValue> {
    const { window, options } = split<Electron.OpenDialogOptions>(given);
    return new Promise((resolve) => {
      this.#open('open', window, options, ['Open', 'Cancel'], ({ paths }) =>
        resolve({ canceled: paths.length === 0, filePaths: [...paths] }),
      );
    });
  }

  // docs/api/dialog.md#dialogshowsavedialogwindow-options
  showSaveDialog(
    ...given: [Electron.BaseWindow, Electron.SaveDialogOptions] | [Electron.SaveDialogOptions]
  ): Promise<Electron.SaveDialogReturnValue> {
    const { window, options } = split<Electron.SaveDialogOptions>(given);
    return new Promise((resolve) => {
      this.#open('save', window, options, ['Save', 'Cancel'], ({ paths: [filePath] }) =>
        resolve({ canceled: filePath === undefined, filePath: filePath ?? '' }),
      );
    });
  }

  // docs/api/dialog.md#dialogshowerrorboxtitle-content: may be used before ready
  showErrorBox(title: string, content: string): void {
    this.errors.push({ title, content });
  }

  #open(
    kind: ShownDialog['kind'],
    window: Window,
    options: Electron.MessageBoxOptions | Electron.OpenDialogOptions | Electron.SaveDialogOptions,
    buttons: readonly string[],
    settle: Pending['settle'],
  ): void {
    const box: Partial<Electron.MessageBoxOptions> = kind === 'message' ? (options as never) : {};
    const checked = box.checkboxChecked ?? false;
    const answer: Pending['settle'] = (given) => {
      const at = this.shown.indexOf(dialog);
      if (at < 0) throw new Error(`the dialog was answered already: ${dialog.message}`);
      this.shown.splice(at, 1);
      settle(given);
    };
    const dialog: Pending = {
      kind,
      window,
      options,
      buttons,
      message: box.message ?? '',
      detail: box.detail ?? '',
      title: options.title ?? '',
      defaultButton: buttons[box.defaultId ?? 0],
      checkbox: box.checkboxLabel ? { label: box.checkboxLabel, checked } : null,
      settle: answer,
      press(button, leave) {
        const at = buttons.indexOf(button);
        if (at < 0) throw new Error(`no button "${button}": there are ${buttons.join(', ')}`);
        answer({ button: at, checked: leave?.checked ?? checked, paths: [] });
      },
      dismiss() {
        answer({ button: cancelOf(box, buttons), checked, paths: [] });
      },
      choose(...paths) {
        if (kind === 'message') throw new Error('a message has nothing to choose, only buttons');
        answer({ button: 0, checked, paths });
      },
    };
    this.shown.push(dialog);
    // docs/api/dialog.md#dialogshowmessageboxwindow-options, `signal`
    box.signal?.addEventListener('abort', () => {
      if (this.shown.includes(dialog)) dialog.dismiss();
    });
  }
}

// docs/api/dialog.md#dialogshowmessageboxwindow-options, `cancelId`: else the button "cancel" or "no", else the first
function cancelOf(options: Partial<Electron.MessageBoxOptions>, buttons: readonly string[]): number {
  if (options.cancelId !== undefined) return options.cancelId;
  return Math.max(
    0,
    buttons.findIndex((button) => ['cancel', 'no'].includes(button.toLowerCase())),
  );
}

function split<Options>(given: readonly unknown[]): { readonly window: Window; readonly options: Options } {
  const [first, second] = given;
  if (second === undefined) return { window: null, options: first as Options };
  return { window: (first ?? null) as Window, options: second as Options };
}
