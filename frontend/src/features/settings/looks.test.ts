// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { bestOf, directionOf, type Language } from '../../language';
import { chosenOf, looksFrom, PLAIN, wear, type Looks } from './looks';

const FIRST = readFileSync(join(import.meta.dirname, '../../../public/looks.js'), 'utf8');
const OTHER: Looks = {
  language: 'ar',
  theme: 'dark',
  contrast: 'more',
  density: 'compact',
  size: 'largest',
  motion: 'less',
};

const root = document.documentElement;

beforeEach(() => {
  localStorage.clear();
  for (const name of Object.keys(root.dataset)) delete root.dataset[name];
});

it('keeps only what was chosen, and reads it back', () => {
  expect(chosenOf(PLAIN)).toEqual({});
  expect(chosenOf({ ...PLAIN, size: 'small' })).toEqual({ size: 'small' });
  expect(looksFrom(chosenOf(OTHER))).toEqual(OTHER);
});

it.each([null, 'dark', 7, [], { theme: 'pink', size: 9, constructor: 'x' }])(
  'is plain where %j was kept',
  (kept) => {
    expect(looksFrom(kept)).toEqual(PLAIN);
  },
);

it('takes away what is plain again', () => {
  wear(OTHER, root);
  expect(root.dataset).toMatchObject(OTHER);
  wear(PLAIN, root);
  expect(Object.keys(root.dataset)).toEqual([]);
});

it('looks the same before the first paint', () => {
  localStorage.setItem('parlor.looks', JSON.stringify(chosenOf(OTHER)));
  first();
  expect(root.dataset).toMatchObject(OTHER);
});

it.each(['not json', 'null', '"dark"'])('survives %j before the first paint', (kept) => {
  localStorage.setItem('parlor.looks', kept);
  first();
  expect(root.dataset['system']).toBeDefined();
  expect(root.dataset['theme']).toBeUndefined();
});

it.each<[wished: string[], chosen: string, lang: string, dir: string]>([
  [['de-DE', 'ar-EG', 'en'], '{}', 'ar', 'rtl'],
  [['de-DE', 'en-GB'], '{}', 'en', 'ltr'],
  [['cy'], '{}', 'en', 'ltr'],
  [['ar'], '{"language":"en"}', 'en', 'ltr'],
  [['en'], '{"language":"ar"}', 'ar', 'rtl'],
  [['ar'], '{"language":"constructor"}', 'ar', 'rtl'],
])('%j with %s reads %s, %s', (wished, chosen, lang, dir) => {
  const { language } = looksFrom(JSON.parse(chosen));
  localStorage.setItem('parlor.looks', chosen);
  Object.defineProperty(navigator, 'languages', { value: wished, configurable: true });
  first();
  expect(root.lang).toBe(lang);
  expect(root.dir).toBe(dir);
  // The client decides the same a moment later.
  expect(language === 'system' ? bestOf(wished) : language).toBe(lang);
  expect(directionOf(lang as Language)).toBe(dir);
});

/** Runs what the page runs first. */
function first(): void {
  // oxlint-disable-next-line no-new-func
  new Function(FIRST)();
}
