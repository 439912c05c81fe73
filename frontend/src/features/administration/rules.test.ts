import { expect, it } from 'vitest';
import type { ChannelOverride } from '../../protocol';
import { SPACE, userOf } from '../../testing/frames';
import { changed, ruleFor, rulesOf, type Edits } from './rules';

const helper: ChannelOverride = { ...ruleFor('20', null), allow: ['SEND_MESSAGES', 'SPEAK'] };
const bo: ChannelOverride = { ...ruleFor('2', userOf('2')), deny: ['SPEAK'] };
const saved = [bo, helper];

const order = (edits: Edits): string[] =>
  rulesOf(saved, edits, SPACE).map(({ targetId }) => targetId);

it('shows everyone, then roles, then people', () => {
  expect(order({})).toEqual([SPACE, '20', '2']);
  expect(order({ '21': ruleFor('21', null), '3': ruleFor('3', userOf('3')) })).toEqual([
    SPACE,
    '20',
    '21',
    '2',
    '3',
  ]);
  expect(order({ '20': null })).toEqual([SPACE, '2']);
});

it('shows what was changed in the place of what is saved', () => {
  const edits = { '20': { ...helper, allow: [] } };
  expect(rulesOf(saved, edits, SPACE)[1]).toEqual(edits['20']);
});

it.each<[what: string, edits: Edits, ids: string[]]>([
  ['nothing', {}, []],
  ['what was changed back', { '20': { ...helper, allow: ['SPEAK', 'SEND_MESSAGES'] } }, []],
  ['another word', { '2': { ...bo, deny: [] } }, ['2']],
  ['a role that was added', { '21': ruleFor('21', null) }, ['21']],
  ['somebody who was removed', { '2': null }, ['2']],
  ['nobody who was added and removed', { '21': null }, []],
])('saves %s', (_what, edits, ids) => {
  expect(changed(saved, edits).map(([id]) => id)).toEqual(ids);
});
