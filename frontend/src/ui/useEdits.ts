/** What somebody changed and has not saved yet, over what is saved. */
import { useMemo, useState } from 'react';

/** Whether two values of a form are the same; lists are compared by what is in them. */
function same(one: unknown, other: unknown): boolean {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((value) => other.includes(value));
  }
  return one === other;
}

/** Only what differs from what is saved. */
export function changesOf<Values extends object>(
  saved: Values,
  edits: Partial<Values>,
): Partial<Values> {
  const entries = Object.entries(edits) as [keyof Values, Values[keyof Values]][];
  const changed = entries.filter(([name, value]) => !same(value, saved[name]));
  return Object.fromEntries(changed) as Partial<Values>;
}

/**
 * The values as they are seen: saved ones under edited ones. What others save meanwhile shows
 * wherever one has not typed oneself.
 */
export function useEdits<Values extends object>(saved: Values) {
  const [edits, setEdits] = useState<Partial<Values>>({});
  const changes = useMemo(() => changesOf(saved, edits), [saved, edits]);
  return {
    values: { ...saved, ...edits },
    changes,
    dirty: Object.keys(changes).length > 0,
    edit: (more: Partial<Values>): void => setEdits((before) => ({ ...before, ...more })),
    reset: (): void => setEdits({}),
  };
}
