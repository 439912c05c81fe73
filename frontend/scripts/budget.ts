// What a browser must have before it can draw anything stays small: else the build fails.
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** The part everything begins with. */
const ENTRY = 'index';

/** JavaScript of the first moment, as it is sent: in bytes, by gzip. */
const FIRST_MAX = 180_000;

export function budget(): Plugin {
  return {
    name: 'parlor-budget',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const parts = new Map(
          Object.values(bundle).flatMap((part) =>
            part.type === 'chunk' ? [[part.fileName, part] as const] : [],
          ),
        );
        const entry = [...parts.values()].find(({ isEntry, name }) => isEntry && name === ENTRY);
        if (!entry) throw new Error(`there is no entry called ${ENTRY}`);
        const first = new Set([entry]);
        // A set gives what is added to it while it is gone through.
        for (const { imports } of first) {
          for (const name of imports) {
            const part = parts.get(name);
            if (part) first.add(part);
          }
        }
        const bytes = [...first].reduce((sum, { code }) => sum + gzipSync(code).length, 0);
        const said = `first JavaScript: ${kB(bytes)} of at most ${kB(FIRST_MAX)} (gzip)`;
        if (bytes > FIRST_MAX) this.error(`${said}. Load later what is not needed at once.`);
        this.info(said);
      },
    },
  };
}

function kB(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1)} kB`;
}
