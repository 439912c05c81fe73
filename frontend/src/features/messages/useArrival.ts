/** Being able to write at once where one arrives. */
import { useEffect, type RefObject } from 'react';

/**
 * Gives the field the focus when it appears, unless somebody is elsewhere by keyboard; on a touch
 * screen it would call up the keys over what one came to read.
 */
export function useArrival(field: RefObject<HTMLTextAreaElement | null>): void {
  useEffect(() => {
    const at = document.activeElement;
    const elsewhere = at !== null && at !== document.body && at.matches(':focus-visible');
    if (!elsewhere && matchMedia('(pointer: fine)').matches) {
      field.current?.focus({ preventScroll: true });
    }
  }, [field]);
}
