/** Whether somebody looks at this window. */
import { useSyncExternalStore } from 'react';

/** A window in view that has the keyboard. */
export function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}

/** The same, as it changes. */
export function useLookedAt(): boolean {
  return useSyncExternalStore(onLook, isLookedAt);
}

function onLook(changed: () => void): () => void {
  addEventListener('focus', changed);
  addEventListener('blur', changed);
  document.addEventListener('visibilitychange', changed);
  return () => {
    removeEventListener('focus', changed);
    removeEventListener('blur', changed);
    document.removeEventListener('visibilitychange', changed);
  };
}
