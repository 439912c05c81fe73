/** What was chosen, kept in this browser. */
import type { Choices } from './desktopSlice';
import { NO_CHOICES } from './desktopSlice';

const KEY = 'parlor.desktop';

/** As it was left. */
export function keptChoices(): Choices {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}');
    const kept = typeof value === 'object' && value !== null ? (value as Partial<Choices>) : {};
    return {
      shown: kept.shown === true,
      sound: kept.sound === true,
      declined: kept.declined === true,
    };
  } catch {
    return NO_CHOICES;
  }
}

/** Keeps it. */
export function keepChoices(choices: Choices): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // Storage can be full or forbidden; then it is asked again another day.
  }
}
