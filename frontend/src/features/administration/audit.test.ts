import { describe, expect, it } from 'vitest';
import type { AuditAction, AuditEntry } from '../../protocol';
import { userOf } from '../../testing/frames';
import { auditActions, detailsOf, sentenceOf, type Names } from './audit';

const names: Names = {
  user: (id) => ({ '2': 'Bo' })[id] ?? null,
  role: (id) => ({ '20': 'Helper' })[id] ?? null,
  channel: (id) => ({ '100': 'general', '101': 'Games' })[id] ?? null,
};

const entryOf = (
  action: AuditAction,
  targetId: string | null,
  detail: Record<string, unknown> = {},
): AuditEntry => ({
  id: '1',
  actor: userOf('1', 'Ada'),
  action,
  targetId,
  detail,
  createdAt: '2026-11-22T10:00:00.000Z',
});
const said = (entry: AuditEntry): string =>
  sentenceOf(entry, names)
    .map((part) => (typeof part === 'string' ? part : part.name))
    .join('');

describe('a sentence', () => {
  it.each<[expected: string, entry: AuditEntry]>([
    ['Ada changed the space', entryOf('space_updated', '10')],
    ['Ada handed the space over to Bo', entryOf('space_handed_over', '2')],
    [
      'Ada made the channel chess',
      entryOf('channel_created', '7', { name: 'chess', kind: 'text' }),
    ],
    [
      'Ada made the category Games',
      entryOf('channel_created', '7', { name: 'Games', kind: 'category' }),
    ],
    ['Ada changed the channel general', entryOf('channel_updated', '100')],
    ['Ada changed the channel chess', entryOf('channel_updated', '7', { name: 'chess' })],
    [
      'Ada changed the channel a channel that is gone',
      entryOf('channel_updated', '7', { name: null }),
    ],
    ['Ada deleted the channel chess', entryOf('channel_deleted', '7', { name: 'chess' })],
    [
      'Ada said who may what in general for Helper',
      entryOf('override_put', '100', { targetId: '20' }),
    ],
    [
      'Ada took back what was said in general for Bo',
      entryOf('override_removed', '100', { targetId: '2' }),
    ],
    ['Ada made the role Helper', entryOf('role_created', '20', { name: 'Helper' })],
    ['Ada changed the role Helper', entryOf('role_updated', '20')],
    ['Ada deleted the role Old', entryOf('role_deleted', '21', { name: 'Old' })],
    ['Ada renamed Bo', entryOf('member_renamed', '2', { nickname: 'Bobo' })],
    ['Ada took the nickname of Bo', entryOf('member_renamed', '2', { nickname: null })],
    ['Ada changed the roles of Bo', entryOf('member_roles_changed', '2', { roleIds: [] })],
    [
      'Ada timed out Bo',
      entryOf('member_timed_out', '2', { timeoutUntil: '2026-11-22T11:00:00Z' }),
    ],
    ['Ada ended the time-out of Bo', entryOf('member_timed_out', '2', { timeoutUntil: null })],
    ['Ada removed Bo', entryOf('member_kicked', '2')],
    ['Ada banned Bo', entryOf('member_banned', '2', { reason: 'spam' })],
    ['Ada lifted the ban of somebody who is gone', entryOf('member_unbanned', '3')],
    ['Ada revoked an invite made by Bo', entryOf('invite_revoked', null, { inviterId: '2' })],
    [
      'Ada deleted a message of Bo in general',
      entryOf('message_deleted', '5', { authorId: '2', channelId: '100' }),
    ],
    [
      'Ada took the previews away from a message of Bo in general',
      entryOf('embeds_removed', '5', { authorId: '2', channelId: '100' }),
    ],
    [
      'Ada pinned a message of Bo in general',
      entryOf('message_pinned', '5', { authorId: '2', channelId: '100' }),
    ],
    [
      'Ada unpinned a message of Bo in general',
      entryOf('message_unpinned', '5', { authorId: '2', channelId: '100' }),
    ],
    ['Ada muted Bo in voice', entryOf('voice_muted', '2', { muted: true })],
    ['Ada let Bo be heard in voice again', entryOf('voice_muted', '2', { muted: false })],
    ['Ada deafened Bo in voice', entryOf('voice_deafened', '2', { deafened: true })],
    ['Ada let Bo hear voice again', entryOf('voice_deafened', '2', { deafened: false })],
    [
      'Ada moved Bo from general to a channel that is gone',
      entryOf('voice_moved', '2', { fromId: '100', channelId: '7' }),
    ],
    [
      'Ada took Bo out of the call in general',
      entryOf('voice_disconnected', '2', { channelId: '100' }),
    ],
  ])('says %j', (expected, entry) => {
    expect(said(entry)).toBe(expected);
  });

  it('knows every deed there is, and is honest about newer ones', () => {
    for (const [action] of auditActions())
      expect(said(entryOf(action, null))).not.toContain('does not know');
    expect(said(entryOf('moon_painted' as AuditAction, null))).toContain('moon_painted');
  });
});

describe('what it became', () => {
  it.each<[expected: string[], entry: AuditEntry]>([
    [
      ['Name: Garden', 'Description: none'],
      entryOf('space_updated', '10', { name: 'Garden', description: '' }),
    ],
    [['Picture removed'], entryOf('space_updated', '10', { icon: false })],
    [
      ['Moved under Games', 'Private from then on', 'No slow mode any more'],
      entryOf('channel_updated', '100', {
        name: null,
        parentId: '101',
        private: true,
        slowModeSeconds: 0,
      }),
    ],
    [
      ['People at most: 5', 'Sound quality: 96 kbit/s'],
      entryOf('channel_updated', '100', { userLimit: 5, bitrate: 96_000 }),
    ],
    [['As many people as the server lets'], entryOf('channel_updated', '100', { userLimit: 0 })],
    [
      ['Allowed: Write messages, React', 'Denied: nothing'],
      entryOf('override_put', '100', { allow: ['SEND_MESSAGES', 'ADD_REACTIONS'], deny: [] }),
    ],
    [['May: Administrator'], entryOf('role_created', '20', { permissions: ['ADMINISTRATOR'] })],
    [
      ['Roles now: Helper, a role that is gone'],
      entryOf('member_roles_changed', '2', { roleIds: ['20', '5'] }),
    ],
    [['No roles any more'], entryOf('member_roles_changed', '2', { roleIds: [] })],
    [['Reason: spam'], entryOf('member_banned', '2', { reason: 'spam' })],
    [[], entryOf('member_banned', '2', { reason: null })],
    [[], entryOf('member_kicked', '2')],
  ])('is %j', (expected, entry) => {
    expect(detailsOf(entry, names)).toEqual(expected);
  });
});
