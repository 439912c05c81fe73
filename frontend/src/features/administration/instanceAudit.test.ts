import { describe, expect, it } from 'vitest';
import type { InstanceAction, InstanceEntry } from '../../protocol';
import { userOf } from '../../testing/frames';
import { detailsOf, instanceActions, sentenceOf } from './instanceAudit';

const entryOf = (action: InstanceAction, more: Partial<InstanceEntry> = {}): InstanceEntry => ({
  id: '1',
  actor: userOf('1', 'Ada'),
  action,
  target: userOf('2', 'Bo'),
  detail: {},
  createdAt: '2026-11-22T10:00:00.000Z',
  ...more,
});
const said = (entry: InstanceEntry): string =>
  sentenceOf(entry)
    .map((part) => (typeof part === 'string' ? part : part.name))
    .join('');

describe('a sentence', () => {
  it.each<[expected: string, entry: InstanceEntry]>([
    ['Ada disabled the account of Bo', entryOf('account_disabled')],
    ['Ada enabled the account of Bo', entryOf('account_enabled')],
    ['Ada made Bo an admin', entryOf('admin_named')],
    ['Ada took back the admin of Bo', entryOf('admin_dismissed')],
    ['Ada signed Bo out everywhere', entryOf('sessions_ended')],
    ['Ada made a reset link for Bo', entryOf('reset_link_made')],
    [
      'The operator at the machine gave Bo another password',
      entryOf('password_reset', { actor: null }),
    ],
    ['Ada changed the settings of the server', entryOf('settings_changed', { target: null })],
    ['Ada made somebody who is gone an admin', entryOf('admin_named', { target: null })],
  ])('says %j', (expected, entry) => {
    expect(said(entry)).toBe(expected);
  });

  it('knows every deed there is, and is honest about newer ones', () => {
    for (const [action] of instanceActions())
      expect(said(entryOf(action))).not.toContain('does not know');
    expect(said(entryOf('moon_painted' as InstanceAction))).toContain('moon_painted');
  });
});

describe('what it became', () => {
  it.each<[expected: string[], action: InstanceAction, detail: Record<string, unknown>]>([
    [['They were signed in nowhere'], 'password_reset', { sessions: 0 }],
    [['Signed out of 1 device'], 'sessions_ended', { sessions: 1 }],
    [['Signed out of 3 devices'], 'sessions_ended', { sessions: 3 }],
    [
      ['Name: Hall', 'Who may make an account: Anybody'],
      'settings_changed',
      { 'instance.name': 'Hall', 'accounts.registration': 'open' },
    ],
    [
      ['Name: as the server was started with', 'Who may make a space: Everybody with an account'],
      'settings_changed',
      { 'instance.name': null, 'spaces.create': 'members' },
    ],
    [[], 'admin_named', {}],
  ])('is %j', (expected, action, detail) => {
    expect(detailsOf(entryOf(action, { detail }))).toEqual(expected);
  });
});
