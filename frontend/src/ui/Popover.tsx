/** Something small beside the control that opened it; on a phone it comes from below. */
import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { isMirrored } from '../language';

/** How far from the control, and from the edges of the window. */
const GAP_PX = 6;

interface PopoverProps {
  /** What it belongs to: it is placed there, and the focus goes back there. */
  anchor: RefObject<HTMLElement | null>;
  label: string;
  /** Whose sides meet: the ends, so that it opens over what has been read, or those with room between them. */
  opens?: 'back' | 'inward';
  onClose: () => void;
  children: ReactNode;
}

/** Shown while it is rendered. Escape and a click elsewhere close it. */
export function Popover({ anchor, label, opens = 'back', onClose, children }: PopoverProps) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const popover = ref.current;
    popover?.showPopover();
    if (popover && anchor.current) place(popover, anchor.current, opens);
  }, [anchor, opens]);
  useEffect(() => {
    const control = anchor.current;
    const popover = ref.current;
    return () => {
      // Only when the focus would be lost: a click elsewhere has put it where it should be.
      if (popover?.contains(document.activeElement) || document.activeElement === document.body) {
        control?.focus();
      }
    };
  }, [anchor]);
  return (
    <div
      ref={ref}
      popover="auto"
      role="dialog"
      aria-label={label}
      className="popover sheet"
      onToggle={(event) => {
        if (event.newState === 'closed') onClose();
      }}
    >
      {children}
    </div>
  );
}

/** Above the control where there is room, else below; never outside the window. */
function place(popover: HTMLElement, control: HTMLElement, opens: 'back' | 'inward'): void {
  const at = control.getBoundingClientRect();
  const { width, height } = popover.getBoundingClientRect();
  const above = at.top - height - GAP_PX;
  const top = above >= GAP_PX ? above : Math.min(at.bottom + GAP_PX, innerHeight - height - GAP_PX);
  const toRight = opens === 'back' ? isMirrored() : (at.left + at.right) / 2 < innerWidth / 2;
  const wished = toRight ? at.left : at.right - width;
  const left = Math.min(Math.max(GAP_PX, wished), innerWidth - width - GAP_PX);
  popover.style.top = `${Math.max(GAP_PX, top)}px`;
  popover.style.left = `${Math.max(GAP_PX, left)}px`;
}
