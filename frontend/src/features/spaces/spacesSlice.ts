/** The spaces one is in, and who else is. */
import { createAction, createSlice } from '@reduxjs/toolkit';
import type { Member, Page, Role, Space, SpaceId, UserId } from '../../protocol';
import { meChanged, server, sessionEnded, worldLoaded } from '../../services/events';

/** A page of members has come. */
export const membersLoaded = createAction<{ spaceId: SpaceId; page: Page<Member> }>(
  'spaces/membersLoaded',
);

/** The members could not be read. */
export const membersFailed = createAction<SpaceId>('spaces/membersFailed');

/** A space as its member sees it. */
export interface SpaceEntry {
  space: Space;
  roles: Role[];
  me: Member;
  members: Record<UserId, Member>;
  /** `partly`: there are more than were read. */
  read: 'no' | 'partly' | 'all' | 'failed';
}

interface SpacesState {
  byId: Record<SpaceId, SpaceEntry>;
  order: SpaceId[];
}

const initialState: SpacesState = { byId: {}, order: [] };

const slice = createSlice({
  name: 'spaces',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (_state, { payload }) => ({
        order: payload.spaces.map(({ space }) => space.id),
        byId: Object.fromEntries(
          payload.spaces.map(({ space, roles, me }) => [
            space.id,
            { space, roles, me, members: { [me.userId]: me }, read: 'no' as const },
          ]),
        ),
      }))
      .addCase(membersLoaded, (state, { payload }) => {
        const entry = state.byId[payload.spaceId];
        if (!entry) return;
        for (const member of payload.page.items) entry.members[member.userId] = member;
        entry.read = payload.page.hasMore ? 'partly' : 'all';
      })
      .addCase(membersFailed, (state, { payload }) => {
        const entry = state.byId[payload];
        if (entry && entry.read !== 'all') entry.read = 'failed';
      })
      .addCase(server.memberJoined, (state, { payload }) => put(state, payload))
      .addCase(server.memberUpdated, (state, { payload }) => put(state, payload))
      .addCase(server.memberLeft, (state, { payload }) => {
        delete state.byId[payload.spaceId]?.members[payload.userId];
      })
      .addCase(meChanged, (state, { payload }) => {
        for (const { me, members } of Object.values(state.byId)) {
          for (const member of [me, members[payload.id]]) {
            if (member) member.user.displayName = payload.displayName;
          }
        }
      })
      .addCase(server.spaceLeft, (state, { payload }) => {
        delete state.byId[payload.spaceId];
        state.order = state.order.filter((id) => id !== payload.spaceId);
      })
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectSpace: (state, id: SpaceId | null): SpaceEntry | null =>
      state.byId[id ?? state.order[0] ?? ''] ?? null,
  },
});

function put(state: SpacesState, { spaceId, member }: { spaceId: SpaceId; member: Member }): void {
  const entry = state.byId[spaceId];
  if (!entry) return;
  entry.members[member.userId] = member;
  if (entry.me.userId === member.userId) entry.me = member;
}

export const spacesReducer = slice.reducer;
export const { selectSpace } = slice.selectors;
