/** A text field as high as its text. */
import { useLayoutEffect, useRef } from 'react';

/** For the field. The style sheet says how high at most; from there on it scrolls. */
export function useGrowing() {
  const field = useRef<HTMLTextAreaElement>(null);
  // Whatever is rendered may have changed the text, or the width that it has.
  useLayoutEffect(() => {
    const input = field.current;
    if (!input) return;
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  });
  return field;
}
