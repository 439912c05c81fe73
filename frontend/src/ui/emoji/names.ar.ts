/** What emoji are called, in Arabic. */
import of from './names.ar.json';
import type { words } from './names';

export const ar: typeof words = { of };
