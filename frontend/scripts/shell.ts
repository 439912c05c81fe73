// Tells the service worker which files make up the client: it keeps just these, and a browser takes
// another worker in force when, and only when, one of them is another.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The worker's name, at the root: it answers for what lies at or below it. */
export const WORKER = 'sw.js';

/** Stands in the worker's source. */
const PLACE = 'PARLOR_SHELL';

export function shell(publicFolder: string): Plugin {
  return {
    name: 'parlor-shell',
    apply: 'build',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const worker = bundle[WORKER];
        if (worker?.type !== 'chunk') throw new Error('the service worker is not in the bundle');
        if (worker.imports.length > 0) throw new Error('the service worker must be one file');
        const hash = createHash('sha256');
        const files: string[] = [];
        for (const [name, part] of Object.entries(bundle).toSorted()) {
          if (name === WORKER || name.endsWith('.map')) continue;
          files.push(`/${name}`);
          hash.update(name).update(part.type === 'chunk' ? part.code : part.source);
        }
        for (const name of readdirSync(publicFolder).toSorted()) {
          files.push(`/${name}`);
          hash.update(name).update(readFileSync(join(publicFolder, name)));
        }
        const version = hash.digest('hex').slice(0, 16);
        worker.code = worker.code.replace(PLACE, JSON.stringify({ version, files }));
      },
    },
  };
}
