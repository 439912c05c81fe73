/** What somebody chose for this browser, kept in it. */
import type { UserId } from '../../protocol';
import { readJson, writeJson } from '../../services/storage';

const KEY = 'parlor.push';

/** Who wants to be told here, and how. */
export interface Wanted {
  user: UserId;
  hidesText: boolean;
  /** The address that the server was told. */
  endpoint: string;
}

/** `null`: nobody does. */
export function kept(): Wanted | null {
  const value = readJson(KEY);
  if (typeof value !== 'object' || value === null) return null;
  const { user, hidesText, endpoint } = value as Partial<Wanted>;
  if (typeof user !== 'string' || typeof endpoint !== 'string') return null;
  return { user, hidesText: hidesText === true, endpoint };
}

/** Keeps it; `null` forgets it. */
export function keep(wanted: Wanted | null): void {
  writeJson(KEY, wanted);
}
