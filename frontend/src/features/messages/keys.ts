/** What a key means in a text field. */
import type { KeyboardEvent } from 'react';
import { keyOf } from '../../language/keys';

/**
 * Whether the key belongs to an input method: Enter that chooses a word must not send the message.
 * 229 is how some browsers say it for the very key that ends the choice.
 */
export function isComposing({ nativeEvent, keyCode }: KeyboardEvent): boolean {
  return nativeEvent.isComposing || keyCode === 229;
}

/**
 * Whether the key says "done": Enter without Shift. On a screen keyboard, which has no Shift and
 * Enter, it makes a line, and a button says it.
 */
export function isDone(event: KeyboardEvent): boolean {
  return event.key === 'Enter' && !event.shiftKey && !isComposing(event) && !isTouch();
}

/** Whether the key says "never mind". */
export function isAway(event: KeyboardEvent): boolean {
  return event.key === 'Escape' && !isComposing(event);
}

function isTouch(): boolean {
  return matchMedia('(hover: none) and (pointer: coarse)').matches;
}

/** Puts the caret where one writes. */
export function toComposer(): void {
  document.querySelector<HTMLElement>('#composer')?.focus();
}

/** With another key held, it belongs to who goes from channel to channel. */
export function isPlain({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent): boolean {
  return !(altKey || ctrlKey || metaKey || shiftKey);
}

/** What Ctrl, or Command, and a letter put around the selection; `null` for all other keys. */
export function markOf(event: KeyboardEvent): string | null {
  const { ctrlKey, metaKey, altKey, shiftKey } = event;
  if (!(ctrlKey || metaKey) || altKey || shiftKey || isComposing(event)) return null;
  return MARKS[keyOf(event).toLowerCase()] ?? null;
}

const MARKS: Record<string, string> = { b: '**', i: '*', e: '`' };
