// Writes the emoji that the picker offers, from Unicode's own data as others keep it:
//
//   npm pack emojibase-data cldr-annotations-full cldr-annotations-derived-full
//   (unpack each into a folder of its name)
//   node scripts/emoji.mjs FOLDER
//
// Names that were chosen here before stay; `src/ui/emoji/LICENSE` says whose the rest is.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Newer ones are still empty boxes on many devices. */
const VERSION_MAX = 15;

/** The groups of Unicode, called as the catalogue calls them; the third holds only skin and hair. */
const GROUPS = [
  'Faces',
  'People',
  null,
  'Nature',
  'Food',
  'Places',
  'Doing',
  'Things',
  'Signs',
  'Flags',
];

const [folder = '.'] = process.argv.slice(2);
const HERE = new URL('../src/ui/emoji/', import.meta.url);
const read = (...path) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));
const ours = (name) => JSON.parse(readFileSync(new URL(name, HERE), 'utf8'));

const all = read('emojibase-data', 'en', 'data.json')
  .filter(({ group, version }) => GROUPS[group] && version <= VERSION_MAX)
  .toSorted((a, b) => a.order - b.order);
const codes = ['github', 'joypixels'].map((by) =>
  read('emojibase-data', 'en', 'shortcodes', `${by}.json`),
);
const arabic = {
  ...read('cldr-annotations-full', 'annotations', 'ar', 'annotations.json').annotations.annotations,
  ...read('cldr-annotations-derived-full', 'annotationsDerived', 'ar', 'annotations.json')
    .annotationsDerived.annotations,
};
const before = {
  words: new Map(
    ours('emoji.json').flatMap(({ emoji }) => emoji.map(([sign, , words = '']) => [sign, words])),
  ),
  arabic: ours('names.ar.json'),
};

const english = GROUPS.map((name, group) => ({
  name,
  emoji: all.filter((each) => each.group === group).map(lineOf),
})).filter(({ name }) => name !== null);
writeFileSync(new URL('emoji.json', HERE), lines(english));

const names = Object.fromEntries(all.map(({ emoji }) => [plain(emoji), arabicOf(plain(emoji))]));
writeFileSync(new URL('names.ar.json', HERE), `${JSON.stringify(names, null, 2)}\n`);

/** As Unicode recommends it: the mark "shown as a picture" only where it is needed. */
function plain(emoji) {
  const bare = emoji.replaceAll('\u{FE0F}', '');
  const wanted = [bare, emoji].find((each) => /^\p{RGI_Emoji}$/v.test(each));
  if (!wanted) throw new Error(`${emoji} is not recommended for use`);
  return wanted;
}

/** `[emoji, name, other words, what it is called between colons]` */
function lineOf({ emoji: sign, label, tags = [], hexcode }) {
  const emoji = plain(sign);
  const called = [...new Set(codes.flatMap((by) => by[hexcode] ?? []))];
  const named = new Set(
    [label.toLowerCase(), ...called].flatMap((each) => each.split(/[\s,:_-]+/)),
  );
  const more = [
    ...(before.words.get(emoji) ?? '').split(' '),
    ...tags.flatMap((tag) => tag.split(' ')),
  ];
  const words = [...new Set(more)].filter((word) => word !== '' && !named.has(word));
  return [emoji, label, words.join(' '), called.join(' ')];
}

function arabicOf(emoji) {
  const known = before.arabic[emoji];
  const found = arabic[emoji] ?? arabic[emoji.replaceAll('\u{FE0F}', '')];
  const name = known ?? found?.tts?.[0];
  if (!name) throw new Error(`${emoji} has no name in Arabic`);
  return name;
}

/** One emoji a line, so that a change of one is a change of a line. */
function lines(categories) {
  const shown = categories.map(
    ({ name, emoji }) =>
      `{"name":${JSON.stringify(name)},"emoji":[\n${emoji.map((each) => JSON.stringify(each)).join(',\n')}\n]}`,
  );
  return `[\n${shown.join(',\n')}\n]\n`;
}
