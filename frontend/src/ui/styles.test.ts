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

it('speaks of start and end, not of left and right', () => {
  const sided = ALL.filter(
    ({ property, value }) =>
      /^(?:margin|padding|border)-(?:left|right)\b/.test(property) ||
      (/^(?:left|right)$/.test(property) && value !== '50%') ||
      (property === 'text-align' && /left|right/.test(value)),
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
