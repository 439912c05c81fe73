/** The emoji somebody used last, in this browser. */

const KEY = 'parlor.emoji';

/** One row and a half of the picker. */
const RECENT_MAX = 16;

/** What to offer before anybody has chosen. */
const COMMON = ['👍', '❤️', '😂', '🎉', '👀', '🙏', '✅', '🔥'];

/** The latest first, filled up with common ones. */
export function recentEmoji(): string[] {
  return [...new Set([...stored(), ...COMMON])].slice(0, RECENT_MAX);
}

/** Puts one first. */
export function remember(emoji: string): void {
  const recent = [...new Set([emoji, ...stored()])].slice(0, RECENT_MAX);
  try {
    localStorage.setItem(KEY, JSON.stringify(recent));
  } catch {
    // Storage can be full or forbidden; then nothing is remembered.
  }
}

function stored(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
