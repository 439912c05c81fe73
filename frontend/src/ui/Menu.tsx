/** A list of things to do with something. Arrow keys go through it. */
import type { KeyboardEvent, ReactNode } from 'react';
import { Icon, type IconName } from './Icon';

/** One thing to do. */
export interface MenuItem {
  icon: IconName;
  label: string;
  danger?: boolean;
  /** Whether it is what holds now, for one of several that exclude each other. */
  checked?: boolean;
  /** The key that does the same without the menu. */
  key?: string;
  /** `shift`: whoever chose it held Shift, which means "without asking". */
  act: (how: { shift: boolean }) => void;
}

interface MenuProps {
  label: string;
  items: MenuItem[];
  /** Something was chosen; called before it is done. */
  onChoose: () => void;
  /** Buttons that do more than one thing; they come first. */
  children?: ReactNode;
}

/** The list, for a dialog: the focus begins on its first button. */
export function Menu({ label, items, onChoose, children }: MenuProps) {
  const choose = ({ act }: MenuItem, shift: boolean): void => {
    onChoose();
    act({ shift });
  };
  return (
    // The arrow keys are a convenience: Tab goes through it as well.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div className="menu" role="group" aria-label={label} onKeyDown={walk}>
      {children}
      {items.map((item) => (
        <button
          key={item.label}
          type="button"
          className={item.danger ? 'danger' : ''}
          aria-pressed={item.checked}
          data-first
          onClick={(event) => choose(item, event.shiftKey)}
        >
          <Icon name={item.icon} />
          <span>{item.label}</span>
          {item.checked === true && <Icon name="check" />}
          {item.key && <kbd aria-hidden="true">{item.key}</kbd>}
        </button>
      ))}
    </div>
  );
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>(':scope > button')];
  const at = items.findIndex((item) => item === event.target);
  if (at < 0) return;
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 };
  const by = steps[event.key];
  const next =
    event.key === 'Home' ? 0 : event.key === 'End' ? -1 : by === undefined ? null : at + by;
  if (next === null) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}
