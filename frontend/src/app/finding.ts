/** What is open to find things with: a panel at the right, or something above the page. */
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
} from 'react';
import type { Open } from './router';
import { WIDE } from './useWide';

const PANELS = ['search', 'pins', 'inbox'] as const;

/** The panels. One is open at a time. */
export type PanelName = (typeof PANELS)[number];

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

/** Where there is no room for a panel beside the conversation, it lies above it, as drawers do. */
interface Room {
  wide: boolean;
  /** What lies above the conversation. */
  open: Open;
  onOpen: (next: Open) => void;
}

/** Made once, by the main screen. */
export function useNewFinding({ wide, open, onOpen }: Room): Finding {
  const [beside, setBeside] = useState<PanelName | null>(null);
  const [sheet, raise] = useState<SheetName | null>(null);
  const above = PANELS.find((name) => name === open) ?? null;
  const panel = above ?? beside;
  const show = wide ? setBeside : onOpen;
  // Where the room changes, the panel stays, and lies where there is room for it now.
  const settle = useEffectEvent((roomy: boolean) => {
    if (roomy && above !== null) {
      setBeside(above);
      onOpen(null);
    } else if (!roomy && beside !== null) {
      setBeside(null);
      onOpen(beside);
    }
  });
  useEffect(() => {
    const query = matchMedia(WIDE);
    const changed = (): void => settle(query.matches);
    query.addEventListener('change', changed);
    return () => query.removeEventListener('change', changed);
  }, []);
  const toggle = useCallback(
    (name: PanelName): void => show(panel === name ? null : name),
    [panel, show],
  );
  return useMemo(() => ({ panel, sheet, show, toggle, raise }), [panel, sheet, show, toggle]);
}

/** For everything on the main screen. */
export function useFinding(): Finding {
  const finding = use(FindingContext);
  if (!finding) throw new Error('only on the main screen there is something to find');
  return finding;
}
