import { describe, expect, it } from 'vitest';
import { rank, SHOWN_MAX, type Target } from './rank';

const target = (name: string, more: Partial<Target> = {}): Target => ({
  key: name,
  kind: 'channel',
  name,
  ...more,
});
const found = (targets: Target[], query: string, recents: string[] = []): string[] =>
  rank(targets, query, recents).map(({ target: { name } }) => name);

describe('by a few letters', () => {
  it('takes the whole name, then beginnings, words, initials, the inside, and letters apart', () => {
    const targets = ['xgeyn', 'outgen', 'general notes east', 'new-gen', 'general', 'gen'].map(
      (name) => target(name),
    );
    expect(found(targets, 'gen')).toEqual([
      'gen',
      'general',
      'general notes east',
      'new-gen',
      'outgen',
      'xgeyn',
    ]);
    expect(found([target('seed-swap'), target('general notes east')], 'gne')).toEqual([
      'general notes east',
    ]);
  });

  it('does not care for case and accents, nor for the order of words', () => {
    const zoe = target('Zoë Ångström', { kind: 'person' });
    expect(found([zoe], 'zoe ang')).toEqual(['Zoë Ångström']);
    expect(found([zoe], 'angstrom zoe')).toEqual(['Zoë Ångström']);
    expect(rank([zoe], 'ang', [])[0]?.hits).toEqual([[4, 7]]);
  });

  it('knows other names and places, but says first what is called so', () => {
    const targets = [
      target('Bo Lindqvist', { kind: 'person', also: 'seedling' }),
      target('general', { hint: 'Seed Savers' }),
      target('seed-swap'),
    ];
    expect(found(targets, 'seed')).toEqual(['seed-swap', 'general', 'Bo Lindqvist']);
    expect(found(targets, 'general seed')).toEqual(['general']);
    expect(found(targets, 'zzz')).toEqual([]);
  });

  it('prefers among equals where one was lately, and what waits', () => {
    const targets = ['plots', 'plans', 'plums'].map((name) => target(name));
    expect(found(targets, 'pl', ['plums', 'plans'])).toEqual(['plums', 'plans', 'plots']);
    const waiting = [target('plots'), target('plans', { unread: true })];
    expect(found(waiting, 'pl')).toEqual(['plans', 'plots']);
    // But not over a better fit.
    expect(found([target('plans'), target('xplans')], 'plans', ['xplans'])[0]).toBe('plans');
  });

  it('narrows down to a kind', () => {
    const targets = [
      target('ada'),
      target('Ada', { kind: 'person' }),
      target('Add a channel', { kind: 'command' }),
    ];
    expect(found(targets, '@a')).toEqual(['Ada']);
    expect(found(targets, '#a')).toEqual(['ada']);
    expect(found(targets, '> a')).toEqual(['Add a channel']);
    expect(found(targets, '#')).toEqual(['ada']);
  });

  it('shows no more than can be looked through', () => {
    const many = Array.from({ length: 100 }, (_, index) => target(`room ${index}`));
    expect(found(many, 'room')).toHaveLength(SHOWN_MAX);
  });
});

it('offers before anything is typed what calls, what is new, where one was, and what can be done', () => {
  const targets = [
    target('quiet'),
    target('Settings', { kind: 'command' }),
    target('lately'),
    target('new', { unread: true }),
    target('calls', { unread: true, mentions: 2 }),
  ];
  targets.push(target('Zed', { kind: 'person' }));
  expect(found(targets, '', ['lately'])).toEqual(['calls', 'new', 'lately', 'quiet', 'Settings']);
  const many = Array.from({ length: 20 }, (_, index) => target(`room ${index}`));
  expect(found([...many, ...targets], '', ['room 19']).slice(0, 3)).toEqual([
    'calls',
    'new',
    'room 19',
  ]);
  expect(found([...many, ...targets], '')).toHaveLength(8);
});
