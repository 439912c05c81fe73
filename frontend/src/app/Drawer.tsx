/** A side of the main screen: beside the conversation where there is room, above it where not. */
import { useEffect, useRef, type ReactNode } from 'react';
import { IconButton } from '../ui/Button';
import { common } from '../language/common';

interface DrawerProps {
  className: 'side' | 'people';
  label: string;
  /** Whether it lies above the conversation now; where there is room, it is always beside it. */
  open: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Opening moves the focus in, closing moves it back; Escape and a touch beside it close. */
export function Drawer({ className, label, open, onClose, children }: DrawerProps) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!open) return undefined;
    const before = document.activeElement;
    ref.current?.focus();
    const escape = (event: KeyboardEvent): void => {
      // What lies above the drawer closes first, and says so.
      if (event.key === 'Escape' && !document.querySelector('dialog[open], :popover-open'))
        onClose();
    };
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('keydown', escape);
      if (before instanceof HTMLElement) before.focus();
    };
  }, [open, onClose]);
  const Tag = className === 'side' ? 'nav' : 'aside';
  return (
    <>
      {open && <div className="veil" aria-hidden="true" onClick={onClose} />}
      <Tag
        ref={ref}
        className={`${className}${open ? ' open' : ''}`}
        aria-label={label}
        tabIndex={-1}
      >
        {children}
      </Tag>
    </>
  );
}

/** Puts a drawer away; only there where it is one. */
export function CloseButton({ onClose }: { onClose: () => void }) {
  return (
    <span className="put-away">
      <IconButton icon="close" label={common.close} tip="below-end" onClick={onClose} />
    </span>
  );
}
