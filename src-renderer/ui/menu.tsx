import { Menu as Base } from '@base-ui/react/menu';
import { type ReactNode, useRef } from 'react';
import { useLocation } from 'wouter';
import { Icon, type IconName } from './icon.tsx';

export interface MenuItem {
  readonly label: string;
  readonly icon?: IconName;
  /** Where it leads, or what it does. */
  readonly href?: string;
  readonly onSelect?: () => void;
  readonly disabled?: boolean;
  /** A key that does the same. */
  readonly keys?: string;
}

/** A button with a list of actions; `null` between items is a rule. Keyboard and focus are the kit's. */
export function Menu(props: {
  readonly label: string;
  /** Without: the three dots. */
  readonly trigger?: ReactNode;
  readonly className?: string;
  readonly items: readonly (MenuItem | null)[];
  readonly align?: 'start' | 'end';
  /** Open at once: the button was pressed before the menu was there. */
  readonly opened?: boolean;
}) {
  const [, navigate] = useLocation();
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <Base.Root modal={false} defaultOpen={props.opened ?? false}>
      <Base.Trigger
        ref={trigger}
        className={props.className ?? 'btn only quiet'}
        aria-label={props.label}
        title={props.label}
      >
        {props.trigger ?? <Icon name="more" />}
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner align={props.align ?? 'end'} sideOffset={4} className="menu-place">
          {/* The button that was pressed may have given its place to this one. */}
          <Base.Popup className="menu" finalFocus={trigger}>
            {props.items.map((item, index) =>
              item === null ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: a rule has no other identity
                <Base.Separator key={index} className="menu-rule" />
              ) : (
                <Base.Item
                  key={item.label}
                  className="menu-item"
                  disabled={item.disabled ?? false}
                  onClick={() => {
                    item.onSelect?.();
                    if (item.href !== undefined) navigate(item.href);
                  }}
                >
                  {item.icon === undefined ? <span className="icon" /> : <Icon name={item.icon} />}
                  <span>{item.label}</span>
                  {item.keys === undefined ? null : <kbd>{item.keys}</kbd>}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
