/**
 * Those who are called, as somebody types them and as the server keeps them. `@ada` becomes
 * `<@1>`, so that it stays Ada whatever she is called later; to be changed, it becomes `@ada` again.
 */

import { emojiOf } from '../../ui/emoji/codes';

/** Whoever and whatever a text here can name. */
export interface Nameable {
  /** `handle` is what is typed: it has no spaces and belongs to one person. */
  people: { id: string; handle: string; name: string }[];
  roles: { id: string; name: string }[];
  channels: { id: string; name: string }[];
}

/** Code is left alone: what looks like a name there is none. */
const CODE = /```[\s\S]*?```|`[^`\n]+`/g;

/** What was typed, as it is sent. */
export function encoded(text: string, nameable: Nameable): string {
  return outsideCode(text, (part) => {
    const signed = part.replaceAll(/(?<![\w@.<])@([\w.-]+)/g, (raw, word: string) => {
      // A sentence may end right after a name.
      for (const handle of [word, word.replace(/[.-]+$/, '')]) {
        const person = nameable.people.find((each) => same(each.handle, handle));
        if (person) return `<@${person.id}>${word.slice(handle.length)}`;
      }
      return raw;
    });
    // Most are an emoji by now; what was pasted, or written before their names were there, becomes one here.
    const called = signed.replaceAll(
      /(?<![^\s([{"']):([\w+-]+):(?![\w:])/g,
      (raw, code: string) => emojiOf(code) ?? raw,
    );
    const roles = replaceNames(called, '@', nameable.roles, (id) => `<@&${id}>`);
    return replaceNames(roles, '#', nameable.channels, (id) => `<#${id}>`);
  });
}

/** What was sent, as somebody would type it. Whoever is not known stays as they are kept. */
export function typed(content: string, { people, roles, channels }: Nameable): string {
  return outsideCode(content, (part) =>
    part.replaceAll(/<(@&?|#)(\d{1,20})>/g, (raw, sign: string, id: string) => {
      if (sign === '@') {
        const person = people.find((each) => each.id === id);
        return person ? `@${person.handle}` : raw;
      }
      const found = (sign === '#' ? channels : roles).find((each) => each.id === id);
      return found ? `${sign.charAt(0)}${found.name}` : raw;
    }),
  );
}

/** The longest name first: `#seeds-swap` is not `#seeds` and something. */
function replaceNames(
  text: string,
  sign: string,
  named: { id: string; name: string }[],
  write: (id: string) => string,
): string {
  // Most of what is written names nothing; a pattern for each name there is would be made in vain.
  if (!text.includes(sign)) return text;
  const byLength = named.toSorted((a, b) => b.name.length - a.name.length);
  return byLength.reduce((done, { id, name }) => {
    const pattern = new RegExp(`(?<![\\w<&${sign}])${sign}${escaped(name)}(?![\\w-])`, 'gi');
    return done.replaceAll(pattern, () => write(id));
  }, text);
}

function outsideCode(text: string, change: (part: string) => string): string {
  let result = '';
  let end = 0;
  for (const match of text.matchAll(CODE)) {
    result += change(text.slice(end, match.index)) + match[0];
    end = match.index + match[0].length;
  }
  return result + change(text.slice(end));
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
