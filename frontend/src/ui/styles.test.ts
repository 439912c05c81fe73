import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '..');

/** Every declaration of every style, as `file: property: value`. */
function declarations(): { where: string; property: string; value: string }[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.css'))
    .flatMap((file) => {
      const css = readFileSync(join(SRC, file), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
      return [...css.matchAll(/([\w-]+):\s*([^;{}]+);/g)].map(([, property = '', value = '']) => ({
        where: `${file}: ${property}: ${value}`,
        property,
        value,
      }));
    });
}

const ALL = declarations();

it('sizes text so that it grows as people choose', () => {
  const fixed = ALL.filter(
    ({ property, value }) =>
      /^(?:font|font-size)$/.test(property) && /(?<!max\()\b\d+px/.test(value),
  );
  expect(fixed.map(({ where }) => where)).toEqual([]);
});

it('gives no line of text a height that does not grow with it', () => {
  const fixed = ALL.filter(
    // 44 px is what a finger needs, however large the text is.
    ({ property, value }) =>
      /^(?:min-)?(?:height|block-size)$/.test(property) &&
      /^\d+px$/.test(value) &&
      !/^(?:[0-8]|44)px$/.test(value),
  );
  expect(fixed.map(({ where }) => where)).toEqual([]);
});

/** The fourth of four lengths is the left side, the second the right. */
function isLopsided(value: string): boolean {
  // What stands in brackets is one length.
  let whole = value.replace('!important', '').trim();
  for (let flat = ''; flat !== whole;) {
    flat = whole;
    whole = flat.replaceAll(/[\w-]*\([^()]*\)/g, 'x');
  }
  const lengths = value.trim() === '' ? [] : whole.split(/\s+/);
  return lengths.length === 4 && lengths[1] !== lengths[3];
}

/** A length to the right that does not turn with the writing; the middle is the middle. */
function isShift(property: string, value: string): boolean {
  if (/--onward/.test(value)) return false;
  if (property === 'translate') return !/^(?:0|-?50%|none)(?:\s|$)/.test(value);
  if (property === 'transform')
    return /translate(?:X|3d)?\((?!-?50%|0)|rotate|skew|scaleX/.test(value);
  return property === 'box-shadow' && /inset -?[1-9]/.test(value);
}

it('speaks of start and end, not of left and right', () => {
  const sided = ALL.filter(
    ({ property, value }) =>
      /^(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/.test(property) ||
      /^border-(?:top|bottom)-(?:left|right)-radius$/.test(property) ||
      (/^(?:left|right)$/.test(property) && value !== '50%') ||
      (/^(?:text-align|float|clear)$/.test(property) && /left|right/.test(value)) ||
      (/^(?:margin|padding|inset)$/.test(property) && isLopsided(value)) ||
      isShift(property, value),
  );
  expect(sided.map(({ where }) => where)).toEqual([]);
});

it('is still where people chose stillness: they are asked by the root, not by a query', () => {
  const timed = ALL.filter(
    ({ property, value }) =>
      /^(?:transition|animation)$/.test(property) && !/var\(--(?:fast|calm)\)|none/.test(value),
  );
  expect(timed.map(({ where }) => where)).toEqual([]);
});
