/** Putting the rows of a short list into another order, by hand, by finger and by keyboard. */
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

/** What is being moved, and the place it would come to. */
export interface Move {
  from: number;
  to: number;
}

/** The place among the others of a row that is held at this height. */
export function placeAt(middles: readonly number[], from: number, y: number): number {
  return middles.filter((middle, index) => index !== from && middle < y).length;
}

/** `onMove` is told once, when the row is let go; the arrow keys move it one place at a time. */
export function useReorder(onMove: (move: Move) => void) {
  const list = useRef<HTMLUListElement>(null);
  const [move, setMove] = useState<Move | null>(null);
  const over = (event: PointerEvent, from: number): number => {
    const rows = [...(list.current?.children ?? [])];
    const middles = rows.map((row) => {
      const { top, height } = row.getBoundingClientRect();
      return top + height / 2;
    });
    return placeAt(middles, from, event.clientY);
  };
  const handle = (from: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>): void => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setMove({ from, to: from });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>): void => {
      if (move?.from === from) setMove({ from, to: over(event, from) });
    },
    onPointerUp: (): void => {
      if (move && move.from !== move.to) onMove(move);
      setMove(null);
    },
    onPointerCancel: (): void => setMove(null),
    onKeyDown: (event: KeyboardEvent<HTMLElement>): void => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (by === undefined) return;
      event.preventDefault();
      const last = (list.current?.children.length ?? 1) - 1;
      const to = Math.min(Math.max(from + by, 0), last);
      if (to !== from) onMove({ from, to });
    },
  });
  return { list, move, handle };
}
