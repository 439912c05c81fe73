import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

type Rgb = [red: number, green: number, blue: number];

/** The colours a file names, in light and in dark, over those it is laid on. */
function colorsOf(...files: string[]): Record<'light' | 'dark', Record<string, string>> {
  const light: Record<string, string> = {};
  const dark: Record<string, string> = {};
  for (const file of files) {
    const css = readFileSync(join(import.meta.dirname, file), 'utf8');
    for (const [, name = '', value = ''] of css.matchAll(/--([\w-]+):\s*([^;]+);/g)) {
      const both = /^light-dark\((#\w+|rgb\([^)]*\)), (#\w+|rgb\([^)]*\))\)$/.exec(value);
      light[name] = both?.[1] ?? value;
      dark[name] = both?.[2] ?? value;
    }
  }
  return { light, dark };
}

/** `#rrggbb`, or `rgb(r g b / a)` laid on a ground. */
function over(color: string, ground: Rgb): Rgb {
  const hex = /^#(..)(..)(..)$/.exec(color);
  if (hex) return hex.slice(1).map((part) => parseInt(part, 16)) as Rgb;
  const shade = /^rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)$/.exec(color);
  if (!shade) throw new Error(`no colour: ${color}`);
  const alpha = Number(shade[4]);
  return ground.map((part, at) => part * (1 - alpha) + Number(shade[at + 1]) * alpha) as Rgb;
}

/** WCAG 2.2, relative luminance. */
function luminance(color: Rgb): number {
  const [red, green, blue] = color.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Rgb;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: Rgb, other: Rgb): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const WHITE: Rgb = [255, 255, 255];
const GROUNDS = ['ground', 'surface', 'raised'];
const TEXTS = ['text', 'text-2', 'text-3', 'accent', 'danger', 'notice'];
/** Words on something filled. */
const FILLED = [
  ['accent-ink', 'accent'],
  ['notice-ink', 'notice'],
  ['danger-ink', 'danger'],
  ['text', 'found'],
  ['text', 'accent-soft'],
  ['text-2', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['text', 'notice-soft'],
  ['notice', 'notice-soft'],
  ['text', 'danger-soft'],
  ['danger', 'danger-soft'],
  ['text-2', 'surface-2'],
];
const MARKS = ['edge', 'focus', 'there', 'danger', 'accent', 'notice'];

describe.each([
  { files: ['tokens.css'], text: 4.5, marks: 3, under: [] },
  {
    files: ['tokens.css', 'contrast.css'],
    text: 7,
    marks: 4.5,
    under: ['hover', 'active'],
  },
])('$files', ({ files, text, marks, under }) => {
  const schemes = colorsOf(...files);
  describe.each(['light', 'dark'] as const)('%s', (scheme) => {
    const colors = schemes[scheme];
    const flat = (name: string): Rgb => over(colors[name] ?? '', WHITE);
    const grounds = GROUNDS.flatMap((name) => [
      [name, flat(name)] as const,
      ...under.map(
        (shade) => [`${shade} on ${name}`, over(colors[shade] ?? '', flat(name))] as const,
      ),
    ]);

    it.each(grounds)('is read on %s', (_name, ground) => {
      const poor = TEXTS.filter((name) => contrast(flat(name), ground) < text);
      expect(poor).toEqual([]);
    });

    it('is read on what is filled', () => {
      const poor = FILLED.filter(([ink = '', fill = '']) => contrast(flat(ink), flat(fill)) < text);
      expect(poor).toEqual([]);
    });

    it('names people in white', () => {
      const hues = Object.keys(colors).filter((name) => name.startsWith('hue-'));
      expect(hues).toHaveLength(8);
      expect(hues.filter((name) => contrast(WHITE, flat(name)) < text)).toEqual([]);
    });

    it('has outlines and marks one sees', () => {
      const poor = MARKS.filter((name) =>
        GROUNDS.some((ground) => contrast(flat(name), flat(ground)) < marks),
      );
      expect(poor).toEqual([]);
    });
  });
});
