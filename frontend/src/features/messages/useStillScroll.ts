/**
 * Scrolling that never moves what somebody reads. At the end, it stays at the end. Anywhere else,
 * the line at the top of the window stays where it is, whatever comes, goes or grows around it.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

/** This close to the end is the end. */
const END_PX = 40;

/** Where in the window a row is put that somebody wants to see. */
const SHOWN_AT = 0.3;

interface Anchor {
  element: Element;
  /** Its distance from the top of the window, as it should stay. */
  top: number;
}

/**
 * Refs for the window and what is scrolled in it; whether the end is in sight; ways to the end and
 * to a row. `present`: whether the end of the list is the end of the conversation.
 */
export function useStillScroll(present: boolean) {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const anchor = useRef<Anchor | null>(null);
  /** The position of the last look: a difference is a person's scrolling, and is respected. */
  const seen = useRef(0);
  const [atEnd, setAtEnd] = useState(true);

  const look = useCallback(() => {
    const window = frame.current;
    if (!window) return;
    seen.current = window.scrollTop;
    const end = present && belowIn(window) <= END_PX;
    anchor.current = end ? null : firstInSight(window);
    setAtEnd(end);
  }, [present]);

  const hold = useCallback(() => {
    const window = frame.current;
    if (!window) return;
    const kept = anchor.current;
    if (!kept) window.scrollTop = window.scrollHeight;
    else if (kept.element.isConnected) {
      const scrolled = window.scrollTop - seen.current;
      window.scrollTop += topIn(window, kept.element) - (kept.top - scrolled);
    }
    look();
  }, [look]);

  const toEnd = useCallback(() => {
    anchor.current = null;
    hold();
  }, [hold]);

  const toRow = useCallback(
    (id: string): HTMLElement | null => {
      const window = frame.current;
      const row = window?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`) ?? null;
      if (!window || !row) return null;
      window.scrollTop += topIn(window, row) - window.clientHeight * SHOWN_AT;
      look();
      return row;
    },
    [look],
  );

  // After every change of the list, before it is painted.
  useLayoutEffect(hold);

  // What changes its size without being rendered: the window, a font that has come.
  useEffect(() => {
    const observer = new ResizeObserver(hold);
    for (const { current } of [frame, content]) if (current) observer.observe(current);
    return () => observer.disconnect();
  }, [hold]);

  // The word of a scroll that was made here comes late: what has grown below until then, as by a
  // reaction, is not somebody's scrolling up. Only that goes up.
  const onScroll = useCallback(() => {
    const window = frame.current;
    const grown = anchor.current === null && (window?.scrollTop ?? 0) >= seen.current;
    if (present && grown) hold();
    else look();
  }, [hold, look, present]);

  return { frame, content, atEnd, toEnd, toRow, onScroll };
}

/** How much lies below what is in sight, in pixels. */
export function belowIn({ scrollHeight, scrollTop, clientHeight }: Element): number {
  return scrollHeight - scrollTop - clientHeight;
}

function topIn(window: Element, element: Element): number {
  return element.getBoundingClientRect().top - window.getBoundingClientRect().top;
}

function firstInSight(window: Element): Anchor | null {
  const top = window.getBoundingClientRect().top;
  for (const element of window.querySelectorAll('[data-row]')) {
    const box = element.getBoundingClientRect();
    if (box.bottom > top) return { element, top: box.top - top };
  }
  return null;
}
