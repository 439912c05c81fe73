/** What is open to find things with: a panel at the right, or something above the page. */
import { createContext, use, useCallback, useMemo, useState } from 'react';
import type { Open } from './router';

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
  const panel = above ?? (wide ? beside : null);
  const show = wide && above === null ? setBeside : onOpen;
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
