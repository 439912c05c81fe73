/** What a key means in a text field. */
import type { KeyboardEvent } from 'react';

/**
 * Whether the key belongs to an input method: Enter that chooses a word must not send the message.
 * 229 is how some browsers say it for the very key that ends the choice.
 */
export function isComposing({ nativeEvent, keyCode }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || keyCode === 229;
}
