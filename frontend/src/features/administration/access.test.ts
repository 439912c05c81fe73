import { describe, expect, it } from 'vitest';
import type { ChannelOverride, Member, Permission, Role } from '../../protocol';
import { rankOf } from '../../services/permissions';
import { memberOf, SPACE, spaceOf, userOf } from '../../testing/frames';
import {
  byRank,
  mayIn,
  mayOf,
  memberLock,
  permissionLock,
  positionAt,
  roleLock,
  rolesToGive,
  withWord,
  wordOf,
  type View,
} from './access';

const OWNER = '9';

const role = (id: string, position: number, ...permissions: Permission[]): Role => ({
  id,
  spaceId: SPACE,
  name: id,
  color: null,
  position,
  permissions,
});
const EVERYONE = role(SPACE, 0, 'VIEW_CHANNEL', 'SEND_MESSAGES');
const HELPER = role('21', 1, 'KICK_MEMBERS');
const MODERATOR = role('22', 2, 'MANAGE_ROLES', 'KICK_MEMBERS', 'BAN_MEMBERS');
const ADMIN = role('23', 3, 'ADMINISTRATOR');
const ROLES = [EVERYONE, HELPER, MODERATOR, ADMIN];

const member = (id: string, ...roleIds: string[]): Member => ({ ...memberOf(userOf(id)), roleIds });
const viewOf = (me: Member): View => ({ space: spaceOf({ ownerId: OWNER }), roles: ROLES, me });
const asOwner = viewOf(member(OWNER));
const asAdmin = viewOf(member('2', '23'));
const asModerator = viewOf(member('2', '22'));
const asMember = viewOf(member('2'));

describe('what somebody may', () => {
  it.each<[who: string, view: View, permission: Permission, expected: boolean]>([
    ['the owner', asOwner, 'BAN_MEMBERS', true],
    ['an administrator', asAdmin, 'MANAGE_SPACE', true],
    ['a moderator', asModerator, 'BAN_MEMBERS', true],
    ['a moderator', asModerator, 'MANAGE_SPACE', false],
    ['a member', asMember, 'SEND_MESSAGES', true],
    ['a member', asMember, 'KICK_MEMBERS', false],
  ])('%s', (_who, view, permission, expected) => {
    expect(mayOf(view)(permission)).toBe(expected);
  });

  it('has a rank by the highest role', () => {
    expect(rankOf(asOwner, asOwner.me)).toBe(Infinity);
    expect(rankOf(asOwner, member('2', '21', '22'))).toBe(2);
    expect(rankOf(asOwner, member('2'))).toBe(0);
  });
});

describe('a role', () => {
  it('is changed by who stands above it', () => {
    expect(roleLock(asOwner, ADMIN)).toBeNull();
    expect(roleLock(asAdmin, ADMIN)).toContain('your own');
    expect(roleLock(asModerator, ADMIN)).toContain('above yours');
    expect(roleLock(asModerator, HELPER)).toBeNull();
    expect(roleLock(asModerator, EVERYONE)).toBeNull();
    expect(roleLock(asMember, EVERYONE)).toContain('Manage roles');
  });

  it('is given nothing that its giver lacks, and keeps what it has', () => {
    expect(permissionLock(asModerator, 'KICK_MEMBERS', [])).toBeNull();
    expect(permissionLock(asModerator, 'MANAGE_SPACE', [])).toContain('Manage the space');
    expect(permissionLock(asModerator, 'MANAGE_SPACE', ['MANAGE_SPACE'])).toBeNull();
  });

  it('is given to who stands below, by who stands above', () => {
    const names = (view: View, who: Member): string[] => rolesToGive(view, who).map(({ id }) => id);
    expect(names(asOwner, member('3'))).toEqual(['21', '22', '23']);
    expect(names(asModerator, member('3'))).toEqual(['21']);
    expect(names(asModerator, member('3', '23'))).toEqual([]);
    expect(names(asModerator, asModerator.me)).toEqual(['21']);
    expect(names(asMember, member('3'))).toEqual([]);
  });

  it('that gives what somebody lacks is not theirs to give, but to take', () => {
    const helper = role('21', 1, 'MANAGE_SPACE');
    const view = { ...asModerator, roles: [EVERYONE, helper, MODERATOR] };
    expect(rolesToGive(view, member('3'))).toEqual([]);
    expect(rolesToGive(view, member('3', '21'))).toEqual([helper]);
  });
});

describe('the order of roles', () => {
  it('begins with the highest', () => {
    expect(byRank(ROLES).map(({ id }) => id)).toEqual(['23', '22', '21', SPACE]);
  });

  it.each([
    ['to the top', HELPER, 0, 3],
    ['one up', HELPER, 1, 2],
    ['one down', ADMIN, 1, 2],
    ['past the end is the end', ADMIN, 9, 1],
    ['nowhere', ADMIN, 0, null],
  ])('moves %s', (_what, moved, index, position) => {
    expect(positionAt(asOwner, moved, index)).toBe(position);
  });

  it('stays below who changes it', () => {
    expect(positionAt(asModerator, HELPER, 1)).toBeNull();
    expect(positionAt(asAdmin, HELPER, 1)).toBe(2);
  });
});

describe('a member', () => {
  it('is removed by who may and stands above', () => {
    expect(memberLock(asModerator, 'KICK_MEMBERS', member('3', '21'))).toBeNull();
    expect(memberLock(asModerator, 'KICK_MEMBERS', member('3', '22'))).toContain('as high as you');
    expect(memberLock(asAdmin, 'KICK_MEMBERS', member(OWNER))).toContain('theirs');
    expect(memberLock(asMember, 'KICK_MEMBERS', member('3'))).toContain('Remove members');
    expect(memberLock(asOwner, 'KICK_MEMBERS', asOwner.me)).toContain('themself');
  });
});

describe('a channel', () => {
  const rule = (
    targetId: string,
    allow: Permission[],
    deny: Permission[] = [],
  ): ChannelOverride => ({
    targetId,
    user: targetId === '2' ? userOf('2') : null,
    allow,
    deny,
  });

  it('says one word of each permission', () => {
    const given = withWord(rule(SPACE, [], ['SPEAK']), 'SPEAK', 'allow');
    expect(given).toMatchObject({ allow: ['SPEAK'], deny: [] });
    expect(wordOf(given, 'SPEAK')).toBe('allow');
    expect(withWord(given, 'SPEAK', 'inherit')).toMatchObject({ allow: [], deny: [] });
    expect(wordOf(withWord(given, 'SPEAK', 'deny'), 'SPEAK')).toBe('deny');
  });

  it.each<[what: string, rules: ChannelOverride[], expected: boolean]>([
    ['as the space says', [], true],
    ['what is taken from all', [rule(SPACE, [], ['SEND_MESSAGES'])], false],
    [
      'what a role gives back',
      [rule(SPACE, [], ['SEND_MESSAGES']), rule('22', ['SEND_MESSAGES'])],
      true,
    ],
    [
      'an allow over a deny among roles',
      [rule('21', [], ['SEND_MESSAGES']), rule('22', ['SEND_MESSAGES'])],
      true,
    ],
    [
      'what is taken from one',
      [rule('22', ['SEND_MESSAGES']), rule('2', [], ['SEND_MESSAGES'])],
      false,
    ],
    ['nothing of a role one has not', [rule('21', [], ['SEND_MESSAGES'])], true],
  ])('resolves %s', (_what, rules, expected) => {
    const view = viewOf(member('2', ...(rules.length > 1 ? ['21', '22'] : ['22'])));
    expect(mayIn(view, rules)('SEND_MESSAGES')).toBe(expected);
  });

  it('takes nothing from administrators', () => {
    expect(mayIn(asAdmin, [rule(SPACE, [], ['VIEW_CHANNEL'])])('VIEW_CHANNEL')).toBe(true);
  });
});
