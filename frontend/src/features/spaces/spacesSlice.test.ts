import { describe, expect, it } from 'vitest';
import type { Permission, Role } from '../../protocol';
import { meChanged, server, worldLoaded } from '../../services/events';
import { channelOf, ME, memberOf, SPACE, spaceOf, userOf, worldOf } from '../../testing/frames';
import { isTimedOut, may, mayIn, mayTo } from '../../services/permissions';
import { selectSpace, selectSpaces, spacesReducer } from './spacesSlice';

type State = ReturnType<typeof spacesReducer>;
type Action = Parameters<typeof spacesReducer>[1];

const after = (...actions: Action[]): State =>
  actions.reduce<State>(spacesReducer, spacesReducer(undefined, worldLoaded(worldOf())));
const space = (state: State) => selectSpace({ spaces: state }, SPACE);
const role = (id: string, position: number, ...permissions: Permission[]): Role => ({
  id,
  spaceId: SPACE,
  name: id,
  color: null,
  position,
  permissions,
});
const roled = (of: Role) =>
  server.roleUpdated({ type: 'ROLE_UPDATED', stream: SPACE, seq: 1, spaceId: SPACE, role: of });

it('follows what is changed', () => {
  const state = after(
    server.spaceUpdated({
      type: 'SPACE_UPDATED',
      stream: SPACE,
      seq: 1,
      space: spaceOf({ name: 'Orchard' }),
    }),
    roled(role('21', 2)),
    roled(role('20', 1)),
    roled(role('21', 3)),
    server.memberUpdated({
      type: 'MEMBER_UPDATED',
      stream: SPACE,
      seq: 2,
      spaceId: SPACE,
      member: { ...memberOf(userOf(ME)), roleIds: ['20', '21'] },
    }),
    server.roleDeleted({
      type: 'ROLE_DELETED',
      stream: SPACE,
      seq: 3,
      spaceId: SPACE,
      roleId: '20',
    }),
  );
  expect(space(state)?.space.name).toBe('Orchard');
  expect(space(state)?.roles.map(({ id, position }) => [id, position])).toEqual([
    [SPACE, 0],
    ['21', 3],
  ]);
  expect(space(state)?.me.roleIds).toEqual(['21']);
});

it('calls oneself by the new name', () => {
  const me = { ...worldOf().me, displayName: 'Ada Lovelace' };
  expect(space(after(meChanged(me)))?.me.user.displayName).toBe('Ada Lovelace');
});

it('forgets a space that is deleted', () => {
  const gone = server.spaceDeleted({
    type: 'SPACE_DELETED',
    stream: SPACE,
    seq: 1,
    spaceId: SPACE,
  });
  expect(selectSpaces({ spaces: after(gone) })).toEqual([]);
});

it('knows no space after leaving it', () => {
  const left = server.spaceLeft({ type: 'SPACE_LEFT', stream: ME, seq: 1, spaceId: SPACE });
  expect(selectSpace({ spaces: after(left) }, null)).toBeNull();
});

describe('may', () => {
  const theirs = spaceOf({ ownerId: '9' });
  const roles = [
    role(SPACE, 0, 'SEND_MESSAGES'),
    role('20', 1, 'CREATE_INVITE'),
    role('21', 2, 'ADMINISTRATOR'),
    role('22', 3, 'KICK_MEMBERS'),
  ];
  const who = (...roleIds: string[]) => ({ ...memberOf(userOf('2')), roleIds });

  it.each([
    ['what everybody may', who(), 'SEND_MESSAGES', true],
    ['what a role gives', who('20'), 'CREATE_INVITE', true],
    ['nothing of a role one has not', who(), 'CREATE_INVITE', false],
    ['everything by being an administrator', who('21'), 'MANAGE_MESSAGES', true],
  ] as const)('%s', (_what, me, permission, expected) => {
    expect(may({ space: theirs, roles, me }, permission)).toBe(expected);
  });

  it('is everything for the owner', () => {
    expect(may({ space: { ...theirs, ownerId: '2' }, roles: [], me: who() }, 'BAN_MEMBERS')).toBe(
      true,
    );
  });

  it('is looking on for who is timed out', () => {
    const me = { ...who('20'), timeoutUntil: '2999-01-01T00:00:00.000Z' };
    const place = { space: theirs, roles, me };
    expect(isTimedOut(me, Date.parse('2999-01-01T00:00:01.000Z'))).toBe(false);
    expect(may(place, 'SEND_MESSAGES')).toBe(false);
    expect(may(place, 'VIEW_CHANNEL')).toBe(true);
  });

  it('is what people may who talk to each other', () => {
    const dm = channelOf('900', { kind: 'dm', spaceId: null });
    expect(mayIn(null, dm, 'SEND_MESSAGES')).toBe(true);
    expect(mayIn(null, dm, 'MANAGE_MESSAGES')).toBe(false);
  });

  it('is done only to who stands below', () => {
    const other = (...roleIds: string[]) => ({ ...memberOf(userOf('3')), roleIds });
    const place = { space: theirs, roles, me: who('21') };
    expect(mayTo(place, 'KICK_MEMBERS', other('20'))).toBe(true);
    expect(mayTo(place, 'KICK_MEMBERS', other('21'))).toBe(false);
    expect(mayTo(place, 'KICK_MEMBERS', other('22'))).toBe(false);
    expect(mayTo(place, 'KICK_MEMBERS', memberOf(userOf('9')))).toBe(false);
  });
});
