import { lazy, type ReactNode, Suspense, useState } from 'react';
import { Icon } from '../../ui/icon.tsx';

// The kit's menu is heavy, and hundreds of rows have one: each is made when it is first opened.
const loadMenu = () => import('../../ui/menu.tsx');

/** To be rendered in a `LazyMenu`. */
export const Menu = lazy(() => loadMenu().then(({ Menu: kit }) => ({ default: kit })));

/** While nothing else happens, so that the first press finds it there. */
export function preloadMenu(): void {
  void loadMenu().catch(() => undefined);
}

/** The button of a menu that is made, `opened`, when the button is pressed for the first time. */
export function LazyMenu({
  label,
  children,
}: {
  readonly label: string;
  readonly children: () => ReactNode;
}) {
  const [opened, setOpened] = useState(false);
  const closed = (
    <button
      type="button"
      className="btn only quiet"
      aria-label={label}
      title={label}
      aria-haspopup="menu"
      onClick={() => setOpened(true)}
    >
      <Icon name="more" />
    </button>
  );
  return opened ? <Suspense fallback={closed}>{children()}</Suspense> : closed;
}
