import { describe, expect, it } from 'vitest';
import type { Permission } from '../../protocol';
import { meChanged, server, worldLoaded } from '../../services/events';
import { ME, memberOf, SPACE, spaceOf, userOf, worldOf } from '../../testing/frames';
import { may } from './permissions';
import { membersFailed, membersLoaded, selectSpace, spacesReducer } from './spacesSlice';

type State = ReturnType<typeof spacesReducer>;
type Action = Parameters<typeof spacesReducer>[1];

const after = (...actions: Action[]): State =>
  actions.reduce<State>(spacesReducer, spacesReducer(undefined, worldLoaded(worldOf())));
const names = (state: State): string[] =>
  Object.values(selectSpace({ spaces: state }, SPACE)?.members ?? {}).map(
    ({ user }) => user.displayName,
  );
const page = (ids: string[], hasMore: boolean): Action =>
  membersLoaded({
    spaceId: SPACE,
    page: { items: ids.map((id) => memberOf(userOf(id))), hasMore },
  });

describe('members', () => {
  it('come page by page, and then as the server says', () => {
    const state = after(
      page(['2', '3'], true),
      page(['4'], false),
      server.memberJoined({
        type: 'MEMBER_JOINED',
        stream: SPACE,
        seq: 1,
        spaceId: SPACE,
        member: memberOf(userOf('5')),
      }),
      server.memberLeft({
        type: 'MEMBER_LEFT',
        stream: SPACE,
        seq: 2,
        spaceId: SPACE,
        userId: '3',
        reason: 'left',
      }),
    );
    expect(names(state)).toEqual(['Ada', 'user 2', 'user 4', 'user 5']);
    expect(selectSpace({ spaces: state }, null)?.read).toBe('all');
  });

  it('say when they could not be read, unless they were', () => {
    expect(selectSpace({ spaces: after(membersFailed(SPACE)) }, SPACE)?.read).toBe('failed');
    const read = after(page(['2'], false), membersFailed(SPACE));
    expect(selectSpace({ spaces: read }, SPACE)?.read).toBe('all');
  });

  it('call people by their new name', () => {
    const me = { ...worldOf().me, displayName: 'Ada Lovelace' };
    expect(names(after(meChanged(me)))).toEqual(['Ada Lovelace']);
  });
});

it('knows no space after leaving it', () => {
  const left = server.spaceLeft({ type: 'SPACE_LEFT', stream: ME, seq: 1, spaceId: SPACE });
  expect(selectSpace({ spaces: after(left) }, null)).toBeNull();
});

describe('may', () => {
  const space = spaceOf({ ownerId: '9' });
  const role = (id: string, ...permissions: Permission[]) => ({
    id,
    spaceId: SPACE,
    name: id,
    color: null,
    position: 0,
    permissions,
  });
  const roles = [
    role(SPACE, 'SEND_MESSAGES'),
    role('20', 'CREATE_INVITE'),
    role('21', 'ADMINISTRATOR'),
  ];
  const who = (...roleIds: string[]) => ({ ...memberOf(userOf('2')), roleIds });

  it.each([
    ['what everybody may', who(), 'SEND_MESSAGES', true],
    ['what a role gives', who('20'), 'CREATE_INVITE', true],
    ['nothing of a role one has not', who(), 'CREATE_INVITE', false],
    ['everything by being an administrator', who('21'), 'MANAGE_MESSAGES', true],
  ] as const)('%s', (_what, me, permission, expected) => {
    expect(may({ space, roles, me }, permission)).toBe(expected);
  });

  it('is everything for the owner', () => {
    expect(may({ space: { ...space, ownerId: '2' }, roles: [], me: who() }, 'BAN_MEMBERS')).toBe(
      true,
    );
  });
});
