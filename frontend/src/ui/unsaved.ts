/** Between pages of settings and the frame around them: whether something would be lost by going. */
import { createContext, useContext, useEffect } from 'react';

/** Asked of the window after a step back or forth, before anybody sees it: prevented, it is undone. */
export const LEAVING = 'parlor:leaving';

/** What the frame offers to its pages. */
export interface Unsaved {
  /** Whether somebody tried to go although something is not saved. */
  warned: boolean;
  /** A page says whether it holds something that is not saved. */
  tell: (dirty: boolean) => void;
}

export const UnsavedContext = createContext<Unsaved>({ warned: false, tell: () => undefined });

/** Tells the frame, and the browser, for as long as there is something to lose. */
export function useUnsaved(dirty: boolean): boolean {
  const { warned, tell } = useContext(UnsavedContext);
  useEffect(() => {
    tell(dirty);
    if (!dirty) return undefined;
    const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('beforeunload', ask);
      tell(false);
    };
  }, [dirty, tell]);
  return warned;
}
