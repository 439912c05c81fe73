/** How it looks, on this device. */
import { LANGUAGES } from '../../language';

/** What there is to choose from; the first of each is what nobody had to choose. */
export const LOOKS = {
  language: ['system', ...LANGUAGES],
  theme: ['system', 'light', 'dark'],
  contrast: ['system', 'more', 'normal'],
  density: ['cozy', 'compact'],
  size: ['normal', 'small', 'large', 'largest'],
  motion: ['system', 'less', 'full'],
} as const;

/** One of each. */
export type Looks = { [Each in keyof typeof LOOKS]: (typeof LOOKS)[Each][number] };

/** What of it was chosen, by itself. */
export type Chosen = Partial<Looks>;

/** As it is before anybody chose. */
export const PLAIN: Looks = {
  language: 'system',
  theme: 'system',
  contrast: 'system',
  density: 'cozy',
  size: 'normal',
  motion: 'system',
};

const KEYS = Object.keys(LOOKS) as (keyof Looks)[];

/** Whatever was kept, as far as it means something. */
export function looksFrom(kept: unknown): Looks {
  const words = typeof kept === 'object' && kept !== null ? (kept as Record<string, unknown>) : {};
  const good = KEYS.filter((key) => (LOOKS[key] as readonly unknown[]).includes(words[key]));
  return { ...PLAIN, ...Object.fromEntries(good.map((key) => [key, words[key]])) };
}

/** What has to be kept: only what is not as it is anyway. */
export function chosenOf(looks: Looks): Chosen {
  return Object.fromEntries(
    KEYS.filter((key) => looks[key] !== PLAIN[key]).map((key) => [key, looks[key]]),
  );
}

/** In force at once: styles ask the root for it. `public/looks.js` does the same before them. */
export function wear(looks: Looks, root: HTMLElement): void {
  for (const key of KEYS) {
    if (looks[key] === PLAIN[key]) delete root.dataset[key];
    else root.dataset[key] = looks[key];
  }
}
