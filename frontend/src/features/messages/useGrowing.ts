/** A text field as high as its text. */
import { useLayoutEffect, type RefObject } from 'react';

/** The style sheet says how high at most; from there on it scrolls. */
export function useGrowing(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const input = field.current;
    if (!input) return;
    input.style.height = 'auto';
    input.style.height = `${input.scrollHeight}px`;
  }, [field, text]);
}
