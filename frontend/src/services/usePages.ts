/** A list that comes page by page. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Page } from '../protocol';

/** What is there of a list, and what has become of the last question. */
export interface Pages<Item> {
  items: Item[];
  hasMore: boolean;
  /** `more`: the next page is on its way. */
  status: 'waiting' | 'here' | 'more' | 'failed';
  /** Why the last page did not come. */
  error: unknown;
}

/** How a page follows another. */
export interface Pager<Item> {
  /** Reads the page after this item; the first one without. Stays the same for the same list. */
  read: (last: Item | null) => Promise<Page<Item>>;
  /** Another value: something may be different, so what is there is read again, unseen. */
  fresh?: unknown;
}

const NONE: Pages<never> = { items: [], hasMore: false, status: 'waiting', error: null };

/** So many pages are read again at once; who looked further back asks for the rest anew. */
const REREAD_MAX = 10;

/** Reads the first page as soon as it is shown; `more` reads on. */
export function usePages<Item>({ read, fresh }: Pager<Item>) {
  const [pages, setPages] = useState<Pages<Item>>(NONE);
  /** The list that is asked for now: what comes for another one is dropped. */
  const asked = useRef(read);
  const shown = useRef(0);
  useEffect(() => {
    shown.current = pages.items.length;
  });

  const ask = useCallback(
    (question: Promise<(before: Item[]) => Page<Item>>): void => {
      asked.current = read;
      const show = (next: (before: Pages<Item>) => Pages<Item>): void => {
        if (asked.current === read) setPages(next);
      };
      question.then(
        (answer) => show(({ items }) => ({ ...answer(items), status: 'here', error: null })),
        (error: unknown) => show((before) => ({ ...before, status: 'failed', error })),
      );
    },
    [read],
  );
  const readOn = useCallback((last: Item | null): void => ask(pageAfter(read, last)), [ask, read]);
  // Of another list nothing is there yet.
  const [of, setOf] = useState(() => read);
  if (of !== read) {
    setOf(() => read);
    setPages(NONE);
  }
  useEffect(() => readOn(null), [readOn]);
  const known = useRef(fresh);
  useEffect(() => {
    if (known.current !== fresh) ask(pagesAgain(read, shown.current));
    known.current = fresh;
  }, [fresh, ask, read]);

  const last = pages.items.at(-1) ?? null;
  const more = useCallback(() => {
    setPages((before) => ({ ...before, status: 'more' }));
    readOn(last);
  }, [readOn, last]);
  const again = useCallback(() => {
    setPages((before) => ({ ...before, status: last ? 'more' : 'waiting' }));
    readOn(last);
  }, [readOn, last]);
  /** Changes what is there, where it is known what became of it. */
  const change = useCallback((next: (items: Item[]) => Item[]) => {
    setPages((before) => ({ ...before, items: next(before.items) }));
  }, []);
  return { ...pages, more, again, change };
}

/** The next page, after what is there. */
async function pageAfter<Item>(read: Pager<Item>['read'], last: Item | null) {
  const { items, hasMore } = await read(last);
  return (before: Item[]): Page<Item> => ({
    items: last === null ? items : [...before, ...items],
    hasMore,
  });
}

/** As many as were there, from the start, in the place of what is there. */
async function pagesAgain<Item>(read: Pager<Item>['read'], count: number) {
  const items: Item[] = [];
  let hasMore = true;
  for (let pages = 0; hasMore && pages < REREAD_MAX; pages += 1) {
    if (pages > 0 && items.length >= count) break;
    // Each page begins where the one before ended.
    // oxlint-disable-next-line no-await-in-loop
    const page = await read(items.at(-1) ?? null);
    items.push(...page.items);
    hasMore = page.hasMore;
  }
  return (): Page<Item> => ({ items, hasMore });
}
