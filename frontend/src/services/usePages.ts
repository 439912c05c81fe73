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
  idOf: (item: Item) => string;
  /** Another value: something may be new, so the first page is read again, unseen. */
  fresh?: unknown;
}

const NONE: Pages<never> = { items: [], hasMore: false, status: 'waiting', error: null };

/** Reads the first page as soon as it is shown; `more` reads on. */
export function usePages<Item>({ read, idOf, fresh }: Pager<Item>) {
  const [pages, setPages] = useState<Pages<Item>>(NONE);
  /** The list that is asked for now: what comes for another one is dropped. */
  const asked = useRef(read);
  const ids = useRef(idOf);
  useEffect(() => {
    ids.current = idOf;
  });

  const ask = useCallback(
    async (last: Item | null): Promise<void> => {
      asked.current = read;
      try {
        const page = await read(last);
        if (asked.current !== read) return;
        setPages((before) => ({
          items: last ? [...before.items, ...page.items] : merged(page, before.items, ids.current),
          // Read again from the start: what follows the first page is known from before.
          hasMore: page.hasMore && (last !== null || known(page, before) || before.hasMore),
          status: 'here',
          error: null,
        }));
      } catch (error) {
        if (asked.current === read) setPages((before) => ({ ...before, status: 'failed', error }));
      }
    },
    [read],
  );
  useEffect(() => {
    setPages(NONE);
    void ask(null);
  }, [ask]);
  const first = useRef(true);
  useEffect(() => {
    if (first.current) first.current = false;
    else void ask(null);
    // Only when something is new, not when the list is another one: that is asked for above.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [fresh]);

  const last = pages.items.at(-1) ?? null;
  const more = useCallback(() => {
    setPages((before) => ({ ...before, status: 'more' }));
    void ask(last);
  }, [ask, last]);
  const again = useCallback(() => {
    setPages((before) => ({ ...before, status: last ? 'more' : 'waiting' }));
    void ask(last);
  }, [ask, last]);
  /** Changes what is there, where it is known what became of it. */
  const change = useCallback((next: (items: Item[]) => Item[]) => {
    setPages((before) => ({ ...before, items: next(before.items) }));
  }, []);
  return { ...pages, more, again, change };
}

/** Whether a first page holds all that was there. */
function known<Item>(page: Page<Item>, before: Pages<Item>): boolean {
  return before.items.length <= page.items.length;
}

/** The first page anew, and after it what was read before and lies beyond it. */
function merged<Item>(page: Page<Item>, before: Item[], idOf: (item: Item) => string): Item[] {
  if (!page.hasMore) return page.items;
  const there = new Set(page.items.map(idOf));
  const last = page.items.at(-1);
  const from = last ? before.findIndex((item) => idOf(item) === idOf(last)) : -1;
  const beyond = from < 0 ? [] : before.slice(from + 1);
  return [...page.items, ...beyond.filter((item) => !there.has(idOf(item)))];
}
