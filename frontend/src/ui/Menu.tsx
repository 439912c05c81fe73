/** A list of things to do with something. Arrow keys go through it. */
import type { KeyboardEvent } from 'react';
import { Icon, type IconName } from './Icon';

/** One thing to do. */
export interface MenuItem {
  icon: IconName;
  label: string;
  danger?: boolean;
  act: () => void;
}

interface MenuProps {
  label: string;
  items: MenuItem[];
  /** Something was chosen; called before it is done. */
  onChoose: () => void;
}

/** The list, for a dialog: the focus begins on its first item. */
export function Menu({ label, items, onChoose }: MenuProps) {
  const choose = ({ act }: MenuItem): void => {
    onChoose();
    act();
  };
  return (
    <div className="menu" role="menu" aria-label={label} tabIndex={-1} onKeyDown={walk}>
      {items.map((item, index) => (
        <button
          key={item.label}
          type="button"
          role="menuitem"
          className={item.danger ? 'danger' : ''}
          data-first={index === 0 || undefined}
          onClick={() => choose(item)}
        >
          <Icon name={item.icon} />
          {item.label}
        </button>
      ))}
    </div>
  );
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const by = steps[event.key];
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const next =
    event.key === 'Home' ? 0 : event.key === 'End' ? -1 : by === undefined ? null : at + by;
  if (next === null) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}
