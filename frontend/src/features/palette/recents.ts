/** Where somebody went last by the palette or otherwise, in this browser. */
import { readJson, writeJson } from '../../services/storage';

const KEY = 'parlor.recents';

/** Enough to prefer what one uses; what is older counts no more than anything else. */
const KEPT_MAX = 20;

/** Keys of targets, the latest first. */
export function recents(): string[] {
  const value = readJson(KEY);
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** Puts one first. */
export function recentIs(key: string): void {
  writeJson(KEY, [...new Set([key, ...recents()])].slice(0, KEPT_MAX));
}

/** Somebody signed out: where they went is not the next one's business. */
export function forgetRecents(): void {
  writeJson(KEY, null);
}
