/** The edge between a side and the conversation: it is dragged, or moved by the arrow keys. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { backward, isMirrored, onward } from '../language';
import { remembered } from './remembered';
import { words } from './words';

/** How wide each may be, in `rem`: so it goes with the size of the text. */
const SIDES = {
  side: { least: 12, most: 26, usual: 15.75, grows: 1 },
  people: { least: 11, most: 24, usual: 14.5, grows: -1 },
  panel: { least: 17, most: 38, usual: 21.25, grows: -1 },
} as const;

/** A key moves it by so much. */
const STEP_REM = 0.5;

/** Something beside the conversation whose width one chooses. */
export type SideName = keyof typeof SIDES;

/** A double click puts it back. Stands in `.rooms`, whose columns go by it. */
export function Edge({ of }: { of: SideName }) {
  const { least, most, usual, grows } = SIDES[of];
  const ref = useRef<HTMLDivElement>(null);
  const grip = useRef<{ x: number; width: number } | null>(null);
  const [width, setWidth] = useState(() => between(remembered.width(of) ?? usual, least, most));
  useLayoutEffect(() => {
    ref.current?.closest<HTMLElement>('.rooms')?.style.setProperty(`--${of}`, `${width}rem`);
  }, [of, width]);
  const to = (next: number): void => {
    const allowed = between(next, least, most);
    setWidth(allowed);
    remembered.widthIs(of, allowed === usual ? null : allowed);
  };
  const take = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { x: event.clientX, width };
  };
  const pull = (event: PointerEvent): void => {
    if (!grip.current) return;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const way = ((event.clientX - grip.current.x) / rem) * grows * (isMirrored() ? -1 : 1);
    to(grip.current.width + way);
  };
  const keys = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = {
      [onward()]: width + STEP_REM * grows,
      [backward()]: width - STEP_REM * grows,
      Home: least,
      End: most,
    };
    const next = steps[event.key];
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    to(next);
  };
  return (
    // A separator that has the focus is moved by keys: the window splitter pattern.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      ref={ref}
      className={`edge of-${of}`}
      role="separator"
      aria-orientation="vertical"
      aria-label={words.widthOf[of]}
      aria-valuemin={Math.round(least * 16)}
      aria-valuemax={Math.round(most * 16)}
      aria-valuenow={Math.round(width * 16)}
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onPointerDown={take}
      onPointerMove={pull}
      onPointerUp={() => (grip.current = null)}
      onPointerCancel={() => (grip.current = null)}
      onDoubleClick={() => to(usual)}
      onKeyDown={keys}
    />
  );
}

function between(width: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, width));
}
