/** A text field as high as its text. */
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';

/** For the field. The style sheet says how high at most; from there on it scrolls. */
export function useGrowing() {
  const field = useRef<HTMLTextAreaElement>(null);
  const fitted = useRef<{ text: string; width: number } | null>(null);
  const fit = useCallback(() => {
    const input = field.current;
    if (!input) return;
    const { value: text, clientWidth: width } = input;
    // Fitting lays the page out twice, so it is not done for nothing.
    if (fitted.current?.text === text && fitted.current.width === width) return;
    fitted.current = { text, width };
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  }, []);
  // Whatever is rendered may have changed the text, or the width that it has.
  useLayoutEffect(fit);
  // Its width also changes without being rendered, and later than the window's: a side that goes.
  useEffect(() => {
    // In the frame after: its height, changed while sizes are told, would be told again.
    const observer = new ResizeObserver(() => requestAnimationFrame(fit));
    if (field.current) observer.observe(field.current);
    return () => observer.disconnect();
  }, [fit]);
  return field;
}
