/** What there is to say is there in every language, in the forms each of them has. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { arabic as ALL_ARABIC } from './arabic';
import { words as inbox } from '../features/inbox/words';
import { words as reactions } from '../features/spaces/words';
import { bestOf, catalogue, LANGUAGES, locale, onSpoken, speak, spokenLanguage } from '../language';
import { common } from '../language/common';
import { compare, date, dayFromNow, list, number, span } from '../language/formats';
import { around, parts } from '../language/mix';
import { arabic, english } from '../language/plural';

const SRC = join(import.meta.dirname, '..');

afterEach(() => speak('en', {}));

/** Files that make a catalogue, and the place each gives it. */
const CATALOGUES = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).flatMap((file) => {
  if (!file.endsWith('.ts') || file.endsWith('.test.ts')) return [];
  const place = /catalogue\('([^']+)'/.exec(readFileSync(join(SRC, file), 'utf8'))?.[1];
  return place === undefined ? [] : [{ file, place }];
});

describe('catalogues', () => {
  it('are found where they say they are', () => {
    expect(CATALOGUES.length).toBeGreaterThan(30);
    for (const { file, place } of CATALOGUES) expect(`${place}.ts`).toBe(file);
  });

  it('are all there in every other language', () => {
    for (const { place } of CATALOGUES) {
      for (const language of LANGUAGES.slice(1)) {
        expect(existsSync(join(SRC, `${place}.${language}.ts`)), `${place}, ${language}`).toBe(
          true,
        );
      }
    }
    expect(Object.keys(ALL_ARABIC).toSorted()).toEqual(
      CATALOGUES.map(({ place }) => place).toSorted(),
    );
  });

  it('leave no Arabic sentence in Latin letters', () => {
    const latin = Object.entries(ALL_ARABIC).flatMap(([place, words]) =>
      Object.entries(words).flatMap(([key, said]) =>
        typeof said === 'string' && /\p{L}/u.test(said) && !/\p{Script=Arabic}/u.test(said)
          ? [`${place}: ${key}`]
          : [],
      ),
    );
    expect(latin).toEqual(['features/messages/words: enter']);
  });

  it('speak another language from one moment to the next, and the first one again', () => {
    let told = 0;
    const stop = onSpoken(() => (told += 1));
    speak('ar', ALL_ARABIC);
    expect(spokenLanguage()).toBe('ar');
    expect(common.cancel).toBe('إلغاء');
    speak('en', {});
    expect(common.cancel).toBe('Cancel');
    expect(told).toBe(2);
    stop();
  });

  it('that load late speak what is spoken', () => {
    speak('ar', { late: { hello: 'مرحبًا' } });
    const words = catalogue('late', { hello: 'Hello', bye: 'Bye' });
    expect(words).toEqual({ hello: 'مرحبًا', bye: 'Bye' });
    speak('en', {});
    expect(words).toEqual({ hello: 'Hello', bye: 'Bye' });
  });
});

describe('forms', () => {
  it('are two in English', () => {
    expect([0, 1, 2].map((count) => english(count, 'one', 'other'))).toEqual([
      'other',
      'one',
      'other',
    ]);
  });

  it('are six in Arabic', () => {
    const forms = ['zero', 'one', 'two', 'few', 'many', 'other'] as const;
    const form = (count: number): string => arabic(count, forms);
    expect([0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111].map(form)).toEqual([
      'zero',
      'one',
      'two',
      'few',
      'few',
      'many',
      'many',
      'other',
      'other',
      'few',
      'many',
    ]);
  });

  it('go with what is counted', () => {
    expect(inbox.newOf(1)).toBe('1 new');
    expect(reactions.mentions('Garden', 1)).toBe('Garden, 1 mention');
    speak('ar', ALL_ARABIC);
    expect([1, 2, 3, 11].map((count) => inbox.newOf(count))).toEqual([
      'رسالة جديدة',
      'رسالتان جديدتان',
      '3 رسائل جديدة',
      '11 رسالة جديدة',
    ]);
  });
});

describe('formats', () => {
  const morning = new Date(2026, 10, 25, 9, 41);

  it('follow the language', () => {
    expect(number(1234)).toBe('1,234');
    expect(span(5, 'minute')).toBe('5 minutes');
    expect(span(1, 'day')).toBe('1 day');
    expect(date(morning, { dateStyle: 'long' })).toMatch(/November/);
    expect(dayFromNow(-1)).toBe('Yesterday');
    expect(list(['Ada', 'Bo'])).toBe('Ada and Bo');
    speak('ar', {});
    expect(span(5, 'minute')).toMatch(/دقائق/);
    expect(date(morning, { dateStyle: 'long' })).toMatch(/نوفمبر/);
    expect(dayFromNow(-1)).toBe('أمس');
    expect(list(['Ada', 'Bo'])).toBe('Ada وBo');
    expect(locale()).toBe('ar');
    expect(compare('أحمد', 'باسم')).toBeLessThan(0);
  });

  it('keep names from taking the sentence along', () => {
    expect(around`ردّ عليك ${'Ada'}.`).toBe('ردّ عليك \u2068Ada\u2069.');
    expect(around`${1}`).toBe('\u20681\u2069');
  });

  it('give the parts of a sentence', () => {
    expect(parts`${'Ada'} made ${'chess'}`).toEqual(['Ada', ' made ', 'chess']);
  });
});

it('is the first of the browser’s languages that there is', () => {
  expect(bestOf(['de-DE', 'ar-MA', 'en'])).toBe('ar');
  expect(bestOf(['EN-gb', 'ar'])).toBe('en');
  expect(bestOf(['arn', 'cy'])).toBe('en');
  expect(bestOf([])).toBe('en');
});
