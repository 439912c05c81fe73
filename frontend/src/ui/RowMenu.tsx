/** What there is to do with a line of a list: by its dots, the right button, or the menu key. */
import { useCallback, useRef, useState, type MouseEvent, type RefObject } from 'react';
import { IconButton } from './Button';
import { Menu, type MenuItem } from './Menu';
import { Popover } from './Popover';
import { usePopover } from './usePopover';

/** `any`: whether there is anything to do; else the browser's own menu opens. */
export function useRowMenu<Line extends HTMLElement>(any: boolean) {
  /** The line itself: the focus goes back there. */
  const anchor = useRef<Line>(null);
  const [open, setOpen] = useState(false);
  const onContextMenu = useCallback(
    (event: MouseEvent) => {
      if (!any) return;
      event.preventDefault();
      if (event.buttons === 0) setOpen(true);
      // Where it is asked for as the button goes down, letting go beside it would close it again.
      else addEventListener('pointerup', () => setTimeout(() => setOpen(true)), { once: true });
    },
    [any],
  );
  const close = useCallback(() => setOpen(false), []);
  return { anchor, open, onContextMenu, close };
}

interface RowMenuProps {
  label: string;
  items: MenuItem[];
  /** The line, and whether its menu was asked for there. */
  line: RefObject<HTMLElement | null>;
  open: boolean;
  onClose: () => void;
}

/** The dots, shown where the hand or the keyboard is, and the menu. */
export function RowMenu({ label, items, line, open, onClose }: RowMenuProps) {
  const { control, open: dotted, close } = usePopover();
  if (items.length === 0) return null;
  const done = open ? onClose : close;
  return (
    <>
      <span className="at-hand">
        <IconButton icon="dots" label={label} tip="end" {...control} />
      </span>
      {/* Beside the dots, not in them: they go when the hand goes to the menu. */}
      {(open || dotted) && (
        <Popover anchor={line} label={label} onClose={done}>
          <Menu label={label} items={items} onChoose={done} />
        </Popover>
      )}
    </>
  );
}
