import { describe, expect, it } from 'vitest';
import {
  dayFrom,
  isAsked,
  paramsOf,
  take,
  withFilter,
  wordsOf,
  type Directory,
  type Query,
} from './filters';
import { isOpen, suggest } from './suggest';

const NOW = new Date(2026, 10, 28, 9, 30);
const DIRECTORY: Directory = {
  people: [
    { id: '1', name: 'Ada', also: 'ada' },
    { id: '2', name: 'Bo Lindqvist', also: 'bo' },
    // Called like somebody's user name: the user name is nobody else's.
    { id: '3', name: 'bo', also: 'impostor' },
  ],
  channels: [
    { id: '10', name: 'general', also: 'Allotment' },
    { id: '11', name: 'seed-swap', also: 'Allotment' },
  ],
};
const taken = (text: string, done = false) => take(text, DIRECTORY, done, NOW);

describe('typed operators', () => {
  it('become conditions when they are complete', () => {
    expect(taken('frost from:ada in:#general cloth')).toEqual({
      text: 'frost cloth',
      filters: [
        { key: 'from', id: '1', label: 'Ada' },
        { key: 'in', id: '10', label: 'general' },
      ],
      unknown: [],
    });
    expect(taken('from:"bo lindqvist"').filters).toEqual([
      { key: 'from', id: '2', label: 'Bo Lindqvist' },
    ]);
    expect(taken('From:BO ').filters).toEqual([{ key: 'from', id: '2', label: 'Bo Lindqvist' }]);
  });

  it('wait while they may still be going on', () => {
    expect(taken('from:ad')).toEqual({ text: 'from:ad', filters: [], unknown: [] });
    expect(taken('from:ada')).toEqual({ text: 'from:ada', filters: [], unknown: [] });
    expect(taken('from:ada', true).filters).toHaveLength(1);
  });

  it('that mean nothing stay, and are named', () => {
    expect(taken('from:nobody in:nowhere has:wings before:never x')).toEqual({
      text: 'from:nobody in:nowhere has:wings before:never x',
      filters: [],
      unknown: ['from:nobody', 'in:nowhere', 'has:wings', 'before:never'],
    });
  });

  it('are not found inside of words and addresses', () => {
    expect(taken('https://example.org/in:general x').filters).toEqual([]);
  });

  it('know days by date and by name', () => {
    expect(taken('after:2026-1-5 before:today ').filters).toEqual([
      { key: 'after', day: '2026-01-05' },
      { key: 'before', day: '2026-11-28' },
    ]);
    expect(taken('after:"last week"').filters).toEqual([{ key: 'after', day: '2026-11-21' }]);
    expect(dayFrom('2026-02-31', NOW)).toBeNull();
    expect(dayFrom('2026-13-01', NOW)).toBeNull();
  });
});

describe('the question to the server', () => {
  const asked = (query: Query, before: string | null = null) =>
    Object.fromEntries(new URLSearchParams(paramsOf(query, before)));

  it('names everything by its id, and days by their first moment here', () => {
    const { filters } = taken('from:ada has:link after:2026-11-01 ');
    expect(asked({ text: ' frost ', filters, scope: { spaceId: '7' } })).toEqual({
      q: 'frost ',
      spaceId: '7',
      authorId: '1',
      has: 'link',
      after: new Date(2026, 10, 1).toISOString(),
    });
  });

  it('asks one place: the channel that was named, else the scope', () => {
    const { filters } = taken('in:seed-swap ');
    expect(asked({ text: 'x', filters, scope: { spaceId: '7' } })).toEqual({
      q: 'x',
      channelId: '11',
    });
    expect(asked({ text: 'x', filters: [], scope: null })).toEqual({ q: 'x' });
  });

  it('goes on after the last message that is there', () => {
    const { filters } = taken('before:2026-11-01 ');
    expect(asked({ text: 'x', filters, scope: null }, '99')).toEqual({ q: 'x', before: '99' });
  });

  it('is asked with words or with a condition that stands alone', () => {
    expect(isAsked({ text: '  ', filters: [], scope: null })).toBe(false);
    expect(isAsked({ text: '', filters: taken('before:today ').filters, scope: null })).toBe(false);
    expect(isAsked({ text: '', filters: taken('has:link ').filters, scope: null })).toBe(true);
  });
});

it('keeps one condition of a kind, and says it in words', () => {
  const [ada] = taken('from:ada ').filters;
  const [bo] = taken('from:bo ').filters;
  if (!ada || !bo) throw new Error('they are known');
  expect(withFilter([ada, { key: 'has', value: 'link' }], bo).map(wordsOf)).toEqual([
    'has a link',
    'from Bo Lindqvist',
  ]);
});

describe('suggestions', () => {
  const labels = (text: string, set: Parameters<typeof suggest>[1] = []): string[] =>
    suggest(text, set, DIRECTORY, NOW).suggestions.map(({ label }) => label);

  it('offer all operators at first, and those that are begun', () => {
    expect(labels('')).toEqual(['from:', 'in:', 'has:', 'before:', 'after:']);
    expect(labels('', [{ key: 'has', value: 'link' }])).not.toContain('has:');
    expect(labels('frost fr')).toEqual(['from:']);
    expect(labels('frost f')).toEqual([]);
    expect(labels('frost ')).toEqual([]);
  });

  it('offer whom and what the beginning of a word names', () => {
    expect(labels('from:')).toEqual(['Ada', 'Bo Lindqvist', 'bo']);
    expect(labels('from:lind')).toEqual(['Bo Lindqvist']);
    expect(labels('from:@imp')).toEqual(['bo']);
    expect(labels('frost in:sw')).toEqual(['seed-swap']);
    expect(labels('has:')).toEqual(['link', 'file', 'image']);
    expect(labels('has:i')).toEqual(['image']);
    expect(labels('before:last')).toEqual(['last week', 'last month', 'last year']);
    expect(labels('before:2026-11-01')).toHaveLength(1);
    expect(labels('from:zzz')).toEqual([]);
  });

  it('leave the words before as they are', () => {
    expect(suggest('frost from:"Bo L', [], DIRECTORY, NOW).rest).toBe('frost ');
    expect(suggest('from:a', [], DIRECTORY, NOW).rest).toBe('');
  });
});

it('knows whether an operator still waits for its value', () => {
  for (const text of ['from:', 'frost from:ad', 'from:"Bo L']) expect(isOpen(text)).toBe(true);
  for (const text of ['', 'frost', 'from:nobody frost', 'x:in:']) expect(isOpen(text)).toBe(false);
  expect(suggest('from:nobody frost', [], DIRECTORY, NOW).suggestions).toEqual([]);
});
