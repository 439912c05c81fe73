/** Keys that work wherever the focus is. */
import { useEffect } from 'react';
import type { Finding } from './finding';
import { keyOf } from '../language/keys';

/** Where a search is typed. */
const FIELD = '#search-field';

/** Whether nobody is typing, and nothing is held but what the sign itself may need. */
function isBare(event: KeyboardEvent): boolean {
  const { target, ctrlKey, metaKey, altKey, defaultPrevented, isComposing } = event;
  const typing =
    target instanceof Element && target.closest('input, textarea, select, [contenteditable]');
  return !typing && !ctrlKey && !metaKey && !altKey && !defaultPrevented && !isComposing;
}

/** Control, or command on a Mac, with a letter. */
export function useShortcuts({ show, raise }: Finding): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === '?' && isBare(event) && !document.querySelector('dialog[open]')) {
        event.preventDefault();
        raise('shortcuts');
        return;
      }
      const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
      // What lies above the page has the keys to itself.
      if (!command || event.defaultPrevented || document.querySelector('dialog[open]')) return;
      switch (keyOf(event).toLowerCase()) {
        case 'k':
          event.preventDefault();
          raise('palette');
          break;
        case '/':
          event.preventDefault();
          raise('shortcuts');
          break;
        case 'f': {
          const field = document.querySelector<HTMLInputElement>(FIELD);
          // From the field itself the browser's own search is wanted.
          if (field && field === document.activeElement) break;
          event.preventDefault();
          show('search');
          field?.select();
          break;
        }
        default:
          break;
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [show, raise]);
}
