/** What was chosen, kept in this browser. */
import { readJson, writeJson } from '../../services/storage';
import type { Choices } from './desktopSlice';

const KEY = 'parlor.desktop';

/** As it was left. */
export function keptChoices(): Choices {
  const value = readJson(KEY);
  const kept = typeof value === 'object' && value !== null ? (value as Partial<Choices>) : {};
  return {
    shown: kept.shown === true,
    sound: kept.sound === true,
    declined: kept.declined === true,
  };
}

/** Keeps it. */
export function keepChoices(choices: Choices): void {
  writeJson(KEY, choices);
}
