/** Keys by what is printed on them, whatever letters somebody writes with. */

/**
 * The key as it is named in lists of keys. Who writes in Arabic presses the same key for K, and it
 * gives another letter: then its place says which it is.
 */
export function keyOf({ key, code }: { key: string; code: string }): string {
  if (key.length > 1 || key < '\u0080') return key;
  if (code === 'Slash') return '/';
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? key;
}
