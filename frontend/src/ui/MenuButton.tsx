/** A button that opens a list of things to do. */
import { IconButton } from './Button';
import type { IconName } from './Icon';
import { Menu, type MenuItem } from './Menu';
import { Popover } from './Popover';
import { usePopover } from './usePopover';

interface MenuButtonProps {
  /** What the list is about; the button is called so. */
  label: string;
  icon: IconName;
  items: MenuItem[];
  tip?: 'above' | 'below' | 'below-end' | 'end';
  /** Out of the way of the keyboard, where the same list opens in another way. */
  tabIndex?: number;
}

/** Nothing at all where there is nothing to do. */
export function MenuButton({ label, icon, items, tip = 'below-end', tabIndex }: MenuButtonProps) {
  const { anchor, control, open, close } = usePopover();
  if (items.length === 0) return null;
  return (
    <>
      <IconButton icon={icon} label={label} tip={tip} tabIndex={tabIndex} {...control} />
      {open && (
        <Popover anchor={anchor} label={label} onClose={close}>
          <Menu label={label} items={items} onChoose={close} />
        </Popover>
      )}
    </>
  );
}
