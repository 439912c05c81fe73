// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useNow } from './useNow';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const BEGUN = Date.UTC(2026, 0, 1);

function Until({ end }: { end: number }) {
  const now = useNow((at) => (end > at ? end : null));
  return now < end ? 'before' : 'after';
}

let place: HTMLElement;
let show: (end: number) => void;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.useFakeTimers({ now: BEGUN });
  place = document.createElement('div');
  const root = createRoot(place);
  show = (end) => act(() => root.render(<Until end={end} />));
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const passes = (ms: number): void =>
  act(() => {
    vi.advanceTimersByTime(ms);
  });

it('tells as soon as the moment is over', () => {
  show(BEGUN + MINUTE_MS);
  passes(MINUTE_MS - 1);
  expect(place.textContent).toBe('before');
  passes(3);
  expect(place.textContent).toBe('after');
});

it('waits from the moment it is told of another end, not from when it began', () => {
  show(BEGUN);
  passes(50 * MINUTE_MS);
  show(BEGUN + 60 * MINUTE_MS);
  passes(10 * MINUTE_MS + 2);
  expect(place.textContent).toBe('after');
});

it('waits for longer than a timer does', () => {
  show(BEGUN + 60 * DAY_MS);
  passes(59 * DAY_MS);
  expect(place.textContent).toBe('before');
  passes(DAY_MS + 2);
  expect(place.textContent).toBe('after');
});
