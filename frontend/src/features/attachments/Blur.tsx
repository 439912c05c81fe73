/** The colours of a picture until the picture is there. */
import { decode } from 'blurhash';
import { useLayoutEffect, useRef } from 'react';

/** So many pixels a side; the browser makes them large and soft. */
const SIDE = 24;

/** Draws a BlurHash. One that means nothing stays empty. */
export function Blur({ hash }: { hash: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useLayoutEffect(() => {
    const drawn = canvas.current?.getContext('2d');
    if (!drawn) return;
    try {
      const pixels = drawn.createImageData(SIDE, SIDE);
      pixels.data.set(decode(hash, SIDE, SIDE));
      drawn.putImageData(pixels, 0, 0);
    } catch {
      // It is only a placeholder.
    }
  }, [hash]);
  return <canvas ref={canvas} className="blur" width={SIDE} height={SIDE} aria-hidden="true" />;
}
