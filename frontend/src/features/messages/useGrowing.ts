/** A text field as high as its text. */
import { useLayoutEffect, useRef } from 'react';

/** For the field. The style sheet says how high at most; from there on it scrolls. */
export function useGrowing() {
  const field = useRef<HTMLTextAreaElement>(null);
  const fitted = useRef<{ text: string; width: number } | null>(null);
  // Whatever is rendered may have changed the text, or the width that it has; fitting lays the page
  // out twice, so it is not done for nothing.
  useLayoutEffect(() => {
    const input = field.current;
    if (!input) return;
    const { value: text, clientWidth: width } = input;
    if (fitted.current?.text === text && fitted.current.width === width) return;
    fitted.current = { text, width };
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  });
  return field;
}
