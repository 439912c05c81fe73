/** The text of a field and where the caret is in it. */
import {
  useCallback,
  useState,
  type ChangeEvent,
  type RefObject,
  type SyntheticEvent,
} from 'react';
import { closed } from './completion';
import { spliced } from './text';
import { wrapped } from './wrap';

/** Ways to change what is written, with the caret where one expects it. */
export function useWriting(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  change: (text: string) => void,
) {
  const [caret, setCaret] = useState<number | null>(null);
  const onSelect = useCallback(({ currentTarget }: SyntheticEvent<HTMLTextAreaElement>): void => {
    const { selectionStart, selectionEnd } = currentTarget;
    setCaret(selectionStart === selectionEnd ? selectionStart : null);
  }, []);

  // The field takes the new text at the next frame, and with it the caret.
  const put = (next: string, from: number, to = from): void => {
    change(next);
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(from, to);
    });
  };
  const selection = (): [number, number] => [
    field.current?.selectionStart ?? text.length,
    field.current?.selectionEnd ?? text.length,
  ];
  return {
    caret,
    onSelect,
    /** What was typed; a colon that closes the name of an emoji makes it one. */
    onChange: ({ currentTarget, nativeEvent }: ChangeEvent<HTMLTextAreaElement>): void => {
      const { value, selectionStart } = currentTarget;
      const letter = nativeEvent instanceof InputEvent ? nativeEvent.data : null;
      const emoji = letter === ':' ? closed(value, selectionStart) : null;
      if (emoji) put(emoji.text, emoji.caret);
      else change(value);
    },
    /** In place of what is selected, or of what stands from one place to another. */
    insert: (piece: string, [from, to] = selection()): void =>
      put(spliced(text, piece, from, to), from + piece.length),
    wrap: (mark: string): void => {
      const [from, to] = selection();
      const next = wrapped({ text, from, to }, mark);
      put(next.text, next.from, next.to);
    },
  };
}
