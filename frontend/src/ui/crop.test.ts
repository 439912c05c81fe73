import { describe, expect, it } from 'vitest';
import { MIDDLE, pulled, squareOf } from './crop';

const WIDE = { width: 400, height: 200 };

describe('the square', () => {
  it.each([
    [MIDDLE, { left: 100, top: 0, side: 200 }],
    [
      { x: 0, y: 0, zoom: 1 },
      { left: 0, top: 0, side: 200 },
    ],
    [
      { x: 1, y: 1, zoom: 1 },
      { left: 200, top: 0, side: 200 },
    ],
    [
      { x: 0.5, y: 0.5, zoom: 2 },
      { left: 150, top: 50, side: 100 },
    ],
    [
      { x: 1, y: 1, zoom: 2 },
      { left: 300, top: 100, side: 100 },
    ],
  ])('of %j', (crop, square) => {
    expect(squareOf(WIDE, crop)).toEqual(square);
  });
});

describe('pulling the picture', () => {
  it('shows what was beside it', () => {
    const crop = pulled(WIDE, MIDDLE, { x: 0.25, y: 0.25 });
    // There is nothing over it.
    expect(squareOf(WIDE, crop)).toEqual({ left: 50, top: 0, side: 200 });
  });

  it('ends at its edge, and comes back from there at once', () => {
    const end = pulled(WIDE, MIDDLE, { x: 9, y: 0 });
    expect(squareOf(WIDE, end).left).toBe(0);
    expect(squareOf(WIDE, pulled(WIDE, end, { x: -0.5, y: 0 })).left).toBe(100);
  });
});
