/** A question above the page. The browser keeps the focus inside and gives it back at the end. */
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { IconButton } from './Button';
import { common } from '../language/common';

interface DialogProps {
  title: string;
  onClose: () => void;
  wide?: boolean;
  /** There is nothing in it but what is read: the keyboard goes there to scroll. */
  text?: boolean;
  children: ReactNode;
}

/**
 * Shown while it is rendered; Escape, the cross and a click beside it ask to close. What is marked
 * with `data-first` has the focus at the beginning, else what the browser chooses.
 */
export function Dialog({ title, onClose, wide, text = false, children }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  /** Where the press began: one that began inside, or before the dialog was there, closes nothing. */
  const pressed = useRef<EventTarget | null>(null);
  useEffect(() => {
    const dialog = ref.current;
    dialog?.showModal();
    dialog?.querySelector<HTMLElement>('[data-first]')?.focus();
    return () => dialog?.close();
  }, []);
  const dialog = (
    // A click on the dialog itself, not on what is in it, is a click on the veil around it; by
    // keyboard, Escape does the same.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
    <dialog
      ref={ref}
      className={wide ? 'dialog wide' : 'dialog'}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onPointerDown={(event) => {
        pressed.current = event.target;
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && pressed.current === event.target) onClose();
      }}
    >
      <header>
        <h2 id={titleId}>{title}</h2>
        <IconButton icon="close" label={common.close} tip="below-end" onClick={onClose} />
      </header>
      <div
        className="body"
        {...(text && {
          role: 'region',
          'aria-labelledby': titleId,
          tabIndex: 0,
        })}
      >
        {children}
      </div>
    </dialog>
  );
  // At the end of the page: one that is opened from a form may have a form of its own.
  return createPortal(dialog, document.body);
}
