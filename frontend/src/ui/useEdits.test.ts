import { expect, it } from 'vitest';
import { changesOf } from './useEdits';

const saved = { name: 'Allotment', roles: ['1', '2'] };

it.each([
  ['nothing', {}, {}],
  ['what was typed and taken back', { name: 'Allotment' }, {}],
  ['a list in another order', { roles: ['2', '1'] }, {}],
  ['another name', { name: 'Garden' }, { name: 'Garden' }],
  ['a shorter list', { roles: ['1'] }, { roles: ['1'] }],
  ['a list of as many others', { roles: ['1', '3'] }, { roles: ['1', '3'] }],
])('finds %s', (_what, edits, expected) => {
  expect(changesOf(saved, edits)).toEqual(expected);
});
