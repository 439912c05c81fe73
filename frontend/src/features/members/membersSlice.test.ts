import { describe, expect, it } from 'vitest';
import { meChanged, membersLoaded, server, worldLoaded } from '../../services/events';
import { memberOf, SPACE, userOf, worldOf } from '../../testing/frames';
import { membersFailed, membersReducer, selectMembership } from './membersSlice';

type State = ReturnType<typeof membersReducer>;
type Action = Parameters<typeof membersReducer>[1];

const after = (...actions: Action[]) =>
  selectMembership(
    {
      members: actions.reduce<State>(
        membersReducer,
        membersReducer(undefined, worldLoaded(worldOf())),
      ),
    },
    SPACE,
  );
const names = (membership: ReturnType<typeof after>): string[] =>
  Object.values(membership?.byId ?? {}).map(({ user }) => user.displayName);
const page = (ids: string[], hasMore: boolean): Action =>
  membersLoaded({
    spaceId: SPACE,
    page: { items: ids.map((id) => memberOf(userOf(id))), hasMore, presences: [] },
  });

describe('members', () => {
  it('come page by page, and then as the server says', () => {
    const membership = after(
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
    expect(names(membership)).toEqual(['Ada', 'user 2', 'user 4', 'user 5']);
    expect(membership?.read).toBe('all');
  });

  it('say when they could not be read, unless they were', () => {
    expect(after(membersFailed(SPACE))?.read).toBe('failed');
    expect(after(page(['2'], false), membersFailed(SPACE))?.read).toBe('all');
  });

  it('call people by their new name', () => {
    const me = { ...worldOf().me, displayName: 'Ada Lovelace' };
    expect(names(after(meChanged(me)))).toEqual(['Ada Lovelace']);
  });

  it('lose a role with everybody else', () => {
    const held = { ...memberOf(userOf('2')), roleIds: ['20', '21'] };
    const membership = after(
      membersLoaded({ spaceId: SPACE, page: { items: [held], hasMore: false, presences: [] } }),
      server.roleDeleted({
        type: 'ROLE_DELETED',
        stream: SPACE,
        seq: 1,
        spaceId: SPACE,
        roleId: '20',
      }),
    );
    expect(membership?.byId['2']?.roleIds).toEqual(['21']);
  });
});
