/** Draws again when another language is spoken. */
import { useSyncExternalStore } from 'react';
import { onSpoken, spokenLanguage, type Language } from '.';

/** What is spoken. */
export function useSpoken(): Language {
  return useSyncExternalStore(onSpoken, spokenLanguage);
}
