/** What is open to find things with: a panel at the right, or something above the page. */
import { createContext, use, useCallback, useMemo, useState } from 'react';

/** The panels. One is open at a time. */
export type PanelName = 'search' | 'pins' | 'inbox';

/** What lies above the page. */
export type SheetName = 'palette' | 'shortcuts';

/** The state of it, and what changes it. */
export interface Finding {
  panel: PanelName | null;
  sheet: SheetName | null;
  show: (panel: PanelName | null) => void;
  toggle: (panel: PanelName) => void;
  raise: (sheet: SheetName | null) => void;
}

/** Given by the main screen. */
export const FindingContext = createContext<Finding | null>(null);

/** Made once, by the main screen. */
export function useNewFinding(): Finding {
  const [panel, show] = useState<PanelName | null>(null);
  const [sheet, raise] = useState<SheetName | null>(null);
  const toggle = useCallback((name: PanelName): void => {
    show((shown) => (shown === name ? null : name));
  }, []);
  return useMemo(() => ({ panel, sheet, show, toggle, raise }), [panel, sheet, toggle]);
}

/** For everything on the main screen. */
export function useFinding(): Finding {
  const finding = use(FindingContext);
  if (!finding) throw new Error('only on the main screen there is something to find');
  return finding;
}
