import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';

export interface MenuItem {
  key: string;
  label: ReactNode;
  checked?: boolean;
  onChoose(): void;
}

interface MenuProps {
  id?: string;
  /** What the menu is for; the button is named by the words it shows. */
  label: string;
  className: string;
  button: ReactNode;
  items: readonly MenuItem[];
  disabled?: boolean;
}

/** A button that opens a menu (ARIA menu button pattern): arrows, Home, End, Esc. */
export function Menu({ id, label, className, button, items, disabled }: MenuProps): ReactNode {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  const menuId = useId();

  useEffect(() => {
    if (!open) return;
    focusItem(root.current, 0, '[aria-checked="true"]');
    const leave = (event: Event): void => {
      if (!root.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, [open]);

  function close(): void {
    setOpen(false);
    opener.current?.focus();
  }

  function onKeyDown(event: KeyboardEvent): void {
    event.stopPropagation();
    const at = itemsOf(root.current).indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
    if (to !== undefined) focusItem(root.current, to);
    else if (event.key === 'Escape') close();
    else if (event.key === 'Tab') setOpen(false);
    else return;
    if (event.key !== 'Tab') event.preventDefault();
  }

  return (
    <div ref={root} className="menu-root">
      <button
        ref={opener}
        id={id}
        type="button"
        className={className}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menuId : undefined}
        title={label}
        disabled={disabled}
        onClick={() => setOpen(!open)}
      >
        {button}
      </button>
      {open ? (
        <div id={menuId} role="menu" tabIndex={-1} aria-label={label} className="menu" onKeyDown={onKeyDown}>
          {items.map((item) => (
            // biome-ignore lint/a11y/useAriaPropsSupportedByRole: undefined, and so absent, on a plain menu item
            <button
              key={item.key}
              type="button"
              role={item.checked === undefined ? 'menuitem' : 'menuitemradio'}
              aria-checked={item.checked}
              tabIndex={-1}
              onClick={() => {
                close();
                item.onChoose();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}

function itemsOf(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}

/** Focuses the item at an index (counted around the end), or the first that matches `preferred`. */
function focusItem(root: HTMLElement | null, index: number, preferred?: string): void {
  const items = itemsOf(root);
  const wanted = preferred ? items.find((item) => item.matches(preferred)) : undefined;
  (wanted ?? items.at(index % Math.max(1, items.length)))?.focus();
}
