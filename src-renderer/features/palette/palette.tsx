import { lazy, Suspense } from 'react';
import { withLaterWords } from '../../ui/language.ts';

// Opened by hand, and then there is time to load it: not part of the first load.
const PaletteDialog = lazy(() =>
  withLaterWords(import('./palette-dialog.tsx')).then(({ PaletteDialog: dialog }) => ({ default: dialog })),
);
const KeysDialog = lazy(() =>
  import('./keys-dialog.tsx').then(({ KeysDialog: dialog }) => ({ default: dialog })),
);

/** Finds a server, a tool or a command, and runs it. `onKeys`: the person wants to see all keys instead. */
export function Palette(props: { readonly onClose: () => void; readonly onKeys: () => void }) {
  return (
    <Suspense fallback={null}>
      <PaletteDialog {...props} />
    </Suspense>
  );
}

/** All keys, by place. */
export function Keys(props: { readonly onClose: () => void }) {
  return (
    <Suspense fallback={null}>
      <KeysDialog {...props} />
    </Suspense>
  );
}
