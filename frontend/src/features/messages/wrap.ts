/** Putting marks around a text, and taking them away again. */

/** A text and what is selected in it. */
export interface Selected {
  text: string;
  from: number;
  to: number;
}

/** Puts `mark` around the selection; where it is there already, it goes. */
export function wrapped({ text, from, to }: Selected, mark: string): Selected {
  const inside = text.slice(from, to);
  const before = text.slice(0, from);
  const after = text.slice(to);
  const size = mark.length;
  if (isMarked(before, after, mark)) {
    const rest = before.slice(0, -size) + inside + after.slice(size);
    return { text: rest, from: from - size, to: to - size };
  }
  return { text: before + mark + inside + mark + after, from: from + size, to: to + size };
}

/** `**` around it is not `*` around it. */
function isMarked(before: string, after: string, mark: string): boolean {
  if (!before.endsWith(mark) || !after.startsWith(mark)) return false;
  return mark !== '*' || !before.endsWith('**') || before.endsWith('***');
}
