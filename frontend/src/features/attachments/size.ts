/** How big a picture is shown: known before it is there, so that nothing moves when it comes. */

/** The box a single picture fits in, in pixels. */
const WIDTH_MAX = 400;
const HEIGHT_MAX = 300;

/** A picture is never smaller: it has to be hit with a finger. */
const SIDE_MIN = 48;

/** The size of a picture on a wide screen; a narrow one keeps its proportions. */
export function shownSize({ width, height }: { width: number; height: number }) {
  const scale = Math.min(1, WIDTH_MAX / width, HEIGHT_MAX / height);
  return {
    width: Math.max(SIDE_MIN, Math.round(width * scale)),
    height: Math.max(SIDE_MIN, Math.round(height * scale)),
  };
}
