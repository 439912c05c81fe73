/** All Arabic there is, as one part that only those load who read it. */
import type { Table } from '../language';

const files = import.meta.glob<Record<string, object>>('../**/*.ar.ts', {
  eager: true,
  import: 'ar',
});

/** By the place of the catalogue. */
export const arabic: Table = Object.fromEntries(
  Object.entries(files).map(([path, words]) => [
    path
      .replace(/^\.\//, 'app/')
      .replace(/^\.\.\//, '')
      .replace(/\.ar\.ts$/, ''),
    words,
  ]),
);
