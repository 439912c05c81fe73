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
  useEffect(() => {
    addEventListener('resize', fit);
    return () => removeEventListener('resize', fit);
  }, [fit]);
  return field;
}
