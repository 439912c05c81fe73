import { expect, it } from 'vitest';
import { hueOf, initialsOf } from './Avatar';

it.each([
  ['Ada', 'AD'],
  ['bo lindqvist', 'BO'],
  ['é', 'É'],
  ['👩‍🚀 Sally', '👩‍🚀S'],
  ['王小明', '王小'],
  ['', ''],
])('shortens %j to %j', (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it('gives an id one of eight colours, always the same, and spreads them', () => {
  const hues = Array.from({ length: 200 }, (_, id) => hueOf(`7250${id}`));
  expect(new Set(hues)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6, 7]));
  expect(hueOf('72501')).toBe(hueOf('72501'));
});
