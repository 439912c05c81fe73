/** Something small beside the control that opened it; on a phone it comes from below. */
import { useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { isMirrored } from '../language';

/** How far from the control, and from the edges of the window. */
const GAP_PX = 6;

/** A place in the window. */
export interface Point {
  x: number;
  y: number;
}

interface PopoverProps {
  /** What it belongs to: it is placed there, and the focus goes back there. */
  anchor: RefObject<HTMLElement | null>;
  label: string;
  /** Whose sides meet: the ends, so that it opens over what has been read, or those with room between them. */
  opens?: 'back' | 'inward';
  /** Where in the window it was asked for, when that is not at its control. */
  at?: Point | undefined;
  onClose: () => void;
  children: ReactNode;
}

/** Shown while it is rendered. Escape and a click elsewhere close it. */
export function Popover(props: PopoverProps) {
  const { anchor, label, opens = 'back', at, onClose, children } = props;
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const popover = ref.current;
    popover?.showPopover();
    if (popover && at) placeAt(popover, at);
    else if (popover && anchor.current) place(popover, anchor.current, opens);
  }, [anchor, opens, at]);
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
  put(popover, wished, top);
}

/** A corner at the pointer, as menus of the system open. */
function placeAt(popover: HTMLElement, { x, y }: Point): void {
  const { width, height } = popover.getBoundingClientRect();
  const top = y + height + GAP_PX <= innerHeight ? y : y - height;
  put(popover, isMirrored() ? x - width : x, top);
}

function within(wished: number, most: number): number {
  return Math.max(GAP_PX, Math.min(wished, most - GAP_PX));
}

function put(popover: HTMLElement, left: number, top: number): void {
  const { width, height } = popover.getBoundingClientRect();
  popover.style.top = `${within(top, innerHeight - height)}px`;
  popover.style.left = `${within(left, innerWidth - width)}px`;
}
