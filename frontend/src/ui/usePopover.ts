/** Whether something beside a control is open. */
import { useCallback, useRef, useState } from 'react';

/** A click that closed it by landing beside it must not open it again by landing on its control. */
const SAME_CLICK_MS = 300;

/** The control's ref, the state, and what changes it. */
export function usePopover(onOpen?: (open: boolean) => void) {
  const anchor = useRef<HTMLButtonElement>(null);
  const closedAt = useRef(-Infinity);
  const [open, setOpen] = useState(false);
  const close = useCallback(() => {
    closedAt.current = performance.now();
    setOpen(false);
    onOpen?.(false);
  }, [onOpen]);
  const toggle = useCallback(() => {
    if (open) close();
    else if (performance.now() - closedAt.current > SAME_CLICK_MS) {
      setOpen(true);
      onOpen?.(true);
    }
  }, [open, close, onOpen]);
  return { anchor, open, toggle, close };
}
