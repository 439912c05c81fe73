/** Speaking another language: its words are loaded when somebody asks for it. */
import { bestOf, directionOf, speak, type Language, type Table } from '../language';
import type { Looks } from '../features/settings/looks';

/** Where the words of each are. English is in the parts that say it. */
const LOADERS: Record<Language, () => Promise<Table>> = {
  en: async () => ({}),
  ar: async () => (await import('./arabic')).arabic,
};

/** What was asked for last: an answer that comes late changes nothing any more. */
let asked: Language | null = null;

/** The language that was chosen, else the first of the browser's that there is. */
export function languageOf(chosen: Looks['language']): Language {
  return chosen === 'system' ? bestOf(navigator.languages) : chosen;
}

/** Loads the words and speaks them. Fails when they cannot be had: then nothing changes. */
export async function speakIn(language: Language): Promise<void> {
  asked = language;
  const words = await LOADERS[language]();
  if (asked !== language) return;
  speak(language, words);
  const root = document.documentElement;
  root.lang = language;
  root.dir = directionOf(language);
}
