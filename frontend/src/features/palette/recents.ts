/** Where somebody went last by the palette or otherwise, in this browser. */

const KEY = 'parlor.recents';

/** Enough to prefer what one uses; what is older counts no more than anything else. */
const KEPT_MAX = 20;

/** Keys of targets, the latest first. */
export function recents(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

/** Puts one first. */
export function recentIs(key: string): void {
  store([...new Set([key, ...recents()])].slice(0, KEPT_MAX));
}

/** Somebody signed out: where they went is not the next one's business. */
export function forgetRecents(): void {
  store([]);
}

function store(keys: string[]): void {
  try {
    if (keys.length === 0) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(keys));
  } catch {
    // Storage can be full or forbidden; then nothing is remembered.
  }
}
