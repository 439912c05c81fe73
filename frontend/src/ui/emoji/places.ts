/** Where each emoji stands in the picker, and where the arrow keys lead. */
import type { Category } from './find';
import { backward, onward } from '../../language';

/** As many stand side by side; the style sheet says the same. */
export const COLUMNS = 8;

/** A category and the place of its first emoji among all that are shown. */
export type Section = Category & { first: number };

/** Counts through the categories. */
export function placed(categories: readonly Category[]): Section[] {
  let next = 0;
  return categories.map(({ name, emoji }) => {
    const first = next;
    next += emoji.length;
    return { name, emoji, first };
  });
}

/** Sections are rows of their own, so up and down count from the start of each. */
export function nextPlace(key: string, at: number, sections: readonly Section[]): number | null {
  const last = sections.at(-1);
  if (!last) return null;
  const total = last.first + last.emoji.length;
  if (key === onward()) return Math.min(total - 1, at + 1);
  if (key === backward()) return Math.max(0, at - 1);
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return null;
  const rows = sections.flatMap(rowsOf);
  const row = rows.findIndex(({ first, size }) => at < first + size);
  const column = at - (rows[row]?.first ?? 0);
  const target = rows[row + (key === 'ArrowDown' ? 1 : -1)];
  return target ? target.first + Math.min(column, target.size - 1) : at;
}

function rowsOf({ first, emoji }: Section): { first: number; size: number }[] {
  return Array.from({ length: Math.ceil(emoji.length / COLUMNS) }, (_, row) => ({
    first: first + row * COLUMNS,
    size: Math.min(COLUMNS, emoji.length - row * COLUMNS),
  }));
}
