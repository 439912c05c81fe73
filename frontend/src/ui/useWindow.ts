/** Of a long list, only what is in sight is drawn; the rest is empty space of the same height. */
import { useLayoutEffect, useRef, useState } from 'react';

/** So many lines more on both sides: what is scrolled in is there already. */
const AHEAD = 12;

/** The lines `from` (included) to `to` (not) of `count`, each `rem` times as high as the root's text. */
export function useWindow<Frame extends HTMLElement>(count: number, rem: number) {
  const ref = useRef<Frame>(null);
  const [{ from, to }, setRange] = useState({ from: 0, to: Math.min(count, 4 * AHEAD) });
  useLayoutEffect(() => {
    const list = ref.current;
    const scroller = list ? scrollerOf(list) : null;
    if (!list || !scroller) return undefined;
    const look = (): void => {
      const height = rem * parseFloat(getComputedStyle(document.documentElement).fontSize);
      const above = scroller.getBoundingClientRect().top - list.getBoundingClientRect().top;
      const first = Math.floor(above / height) - AHEAD;
      const last = Math.ceil((above + scroller.clientHeight) / height) + AHEAD;
      const next = { from: clamp(first, count), to: clamp(last, count) };
      setRange((range) => (range.from === next.from && range.to === next.to ? range : next));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(scroller);
    observer.observe(list);
    scroller.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  });
  const end = Math.min(to, count);
  const style = {
    paddingTop: `${Math.min(from, end) * rem}rem`,
    paddingBottom: `${(count - end) * rem}rem`,
  };
  return { ref, from, to: end, style };
}

function clamp(at: number, count: number): number {
  return Math.max(0, Math.min(at, count));
}

/** What scrolls it. */
function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let at = element.parentElement; at; at = at.parentElement) {
    const { overflowY } = getComputedStyle(at);
    if (overflowY === 'auto' || overflowY === 'scroll') return at;
  }
  return null;
}
