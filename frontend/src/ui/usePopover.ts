/** Whether something beside a control is open. */
import { useCallback, useMemo, useRef, useState, type MouseEvent } from 'react';

/** What the control is given, the state, and what closes it. */
export function usePopover(onOpen?: (open: boolean) => void) {
  const anchor = useRef<HTMLButtonElement>(null);
  /** A press that lands beside it closes it; its click must not open it again. */
  const pressedOpen = useRef(false);
  const [open, setOpen] = useState(false);
  const turn = useCallback(
    (to: boolean) => {
      setOpen(to);
      onOpen?.(to);
    },
    [onOpen],
  );
  const close = useCallback(() => turn(false), [turn]);
  const control = useMemo(
    () => ({
      ref: anchor,
      'aria-haspopup': 'dialog' as const,
      'aria-expanded': open,
      onPointerDown: () => {
        pressedOpen.current = open;
      },
      onClick: ({ detail }: MouseEvent) => {
        const byPointer = detail > 0;
        turn(!open && !(byPointer && pressedOpen.current));
      },
    }),
    [open, turn],
  );
  return { anchor, control, open, close };
}
