// Who may import whom: app -> features -> services, ui, protocol; all of them -> language; the worker is alone. A feature never imports another
// feature: both answer the same event instead, and app puts their components together.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCES = join(dirname(fileURLToPath(import.meta.url)), '..', 'src');

/** What each room may look into, besides itself. */
const MAY = {
  app: ['features', 'services', 'ui', 'language', 'protocol'],
  features: ['services', 'ui', 'language', 'protocol'],
  services: ['language', 'protocol'],
  ui: ['language'],
  language: [],
  protocol: [],
  worker: [],
};

const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) =>
  /\.tsx?$/.test(name),
);

const complaints = files.flatMap((file) => {
  const [room, noun] = file.split(sep);
  if (!(room in MAY)) return [];
  const text = readFileSync(join(SOURCES, file), 'utf8');
  const imports = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) =>
    relative(SOURCES, normalize(join(SOURCES, dirname(file), path))).split(sep),
  );
  return imports
    .filter(([target, targetNoun]) => {
      if (target === room) return room === 'features' && targetNoun !== noun;
      return target in MAY && !MAY[room].includes(target);
    })
    .map((path) => `src/${file} imports ${path.join('/')}`);
});

if (complaints.length > 0) {
  process.stderr.write(`These imports go the wrong way:\n${complaints.join('\n')}\n`);
  process.exit(1);
}
