/** Who is in each space, as far as it was read. */
import { createAction, createSlice } from '@reduxjs/toolkit';
import type { Member, SpaceId, UserId } from '../../protocol';
import {
  meChanged,
  membersFound,
  membersLoaded,
  server,
  sessionEnded,
  worldLoaded,
} from '../../services/events';

/** The members could not be read. */
export const membersFailed = createAction<SpaceId>('members/membersFailed');

/** The members of a space. */
export interface Membership {
  byId: Record<UserId, Member>;
  /** `partly`: there are more than were read. */
  read: 'no' | 'partly' | 'all' | 'failed';
}

interface MembersState {
  bySpace: Record<SpaceId, Membership>;
}

const initialState: MembersState = { bySpace: {} };

const slice = createSlice({
  name: 'members',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (_state, { payload: { spaces } }) => ({
        bySpace: Object.fromEntries(
          spaces.map(({ space, me }) => [space.id, { byId: { [me.userId]: me }, read: 'no' }]),
        ),
      }))
      .addCase(membersLoaded, ({ bySpace }, { payload: { spaceId, page } }) => {
        const membership = bySpace[spaceId];
        if (!membership) return;
        for (const member of page.items) membership.byId[member.userId] = member;
        membership.read = page.hasMore ? 'partly' : 'all';
      })
      .addCase(membersFound, ({ bySpace }, { payload: { spaceId, page } }) => {
        const membership = bySpace[spaceId];
        if (!membership) return;
        for (const member of page.items) membership.byId[member.userId] = member;
      })
      .addCase(membersFailed, ({ bySpace }, { payload }) => {
        const membership = bySpace[payload];
        if (membership && membership.read !== 'all') membership.read = 'failed';
      })
      .addCase(server.memberJoined, (state, { payload }) => put(state, payload))
      .addCase(server.memberUpdated, (state, { payload }) => put(state, payload))
      .addCase(server.memberLeft, ({ bySpace }, { payload: { spaceId, userId } }) => {
        delete bySpace[spaceId]?.byId[userId];
      })
      .addCase(server.roleDeleted, ({ bySpace }, { payload: { spaceId, roleId } }) => {
        for (const member of Object.values(bySpace[spaceId]?.byId ?? {})) {
          member.roleIds = member.roleIds.filter((id) => id !== roleId);
        }
      })
      .addCase(meChanged, ({ bySpace }, { payload }) => {
        const { id, username, displayName, avatarUrl, bot, createdAt } = payload;
        const user = { id, username, displayName, avatarUrl, bot, createdAt };
        for (const { byId } of Object.values(bySpace)) {
          const member = byId[id];
          if (member) member.user = user;
        }
      })
      .addCase(server.spaceDeleted, ({ bySpace }, { payload }) => {
        delete bySpace[payload.spaceId];
      })
      .addCase(server.spaceLeft, ({ bySpace }, { payload }) => {
        delete bySpace[payload.spaceId];
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectAllMembers: (state) => state.bySpace,
    selectMembership: (state, id: SpaceId | null): Membership | null =>
      state.bySpace[id ?? ''] ?? null,
  },
});

function put(
  { bySpace }: MembersState,
  { spaceId, member }: { spaceId: SpaceId; member: Member },
): void {
  const membership = bySpace[spaceId];
  if (membership) membership.byId[member.userId] = member;
}

export const membersReducer = slice.reducer;
export const { selectAllMembers, selectMembership } = slice.selectors;
