/** The spaces one is in: what they are called, their roles, and what one is there. */
import { createSelector, createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { Member, Role, Space, SpaceId, UserId } from '../../protocol';
import { meChanged, server, sessionEnded, worldLoaded } from '../../services/events';

/** A space as its member sees it. */
export interface SpaceEntry {
  space: Space;
  /** @everyone first, the highest last. */
  roles: Role[];
  me: Member;
}

interface SpacesState {
  byId: Record<SpaceId, SpaceEntry>;
  order: SpaceId[];
  /** The one that was on the screen last: it stays beside a direct conversation. */
  current: SpaceId | null;
  me: UserId;
}

const initialState: SpacesState = { byId: {}, order: [], current: null, me: '' };

const slice = createSlice({
  name: 'spaces',
  initialState,
  reducers: {
    spaceShown: (state, { payload }: PayloadAction<SpaceId>) => {
      state.current = payload;
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, ({ current }, { payload: { me, spaces } }) => ({
        me: me.id,
        current,
        order: spaces.map(({ space }) => space.id),
        byId: Object.fromEntries(
          spaces.map(({ space, roles, me: member }) => [
            space.id,
            { space, roles: roles.toSorted(byRank), me: member },
          ]),
        ),
      }))
      .addCase(server.spaceUpdated, ({ byId }, { payload: { space } }) => {
        const entry = byId[space.id];
        if (entry) entry.space = space;
      })
      .addCase(server.roleCreated, ({ byId }, { payload }) => putRole(byId, payload.role))
      .addCase(server.roleUpdated, ({ byId }, { payload }) => putRole(byId, payload.role))
      .addCase(server.roleDeleted, ({ byId }, { payload: { spaceId, roleId } }) => {
        const entry = byId[spaceId];
        if (!entry) return;
        entry.roles = entry.roles.filter(({ id }) => id !== roleId);
        entry.me.roleIds = entry.me.roleIds.filter((id) => id !== roleId);
      })
      .addCase(server.memberUpdated, ({ byId, me }, { payload: { spaceId, member } }) => {
        const entry = byId[spaceId];
        if (entry && member.userId === me) entry.me = member;
      })
      .addCase(meChanged, ({ byId }, { payload }) => {
        const { id, username, displayName, avatarUrl, bot, createdAt } = payload;
        const user = { id, username, displayName, avatarUrl, bot, createdAt };
        for (const entry of Object.values(byId)) entry.me.user = user;
      })
      .addCase(server.spaceDeleted, (state, { payload }) => drop(state, payload.spaceId))
      .addCase(server.spaceLeft, (state, { payload }) => drop(state, payload.spaceId))
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectSpacesById: (state) => state.byId,
    selectSpaceOrder: (state) => state.order,
    /** `null` is the one that was shown last, or the first there is. */
    selectSpace: (state, id: SpaceId | null): SpaceEntry | null =>
      state.byId[id ?? ''] ?? (id === null ? currentOf(state) : null),
  },
});

function currentOf({ byId, order, current }: SpacesState): SpaceEntry | null {
  return byId[current ?? ''] ?? byId[order[0] ?? ''] ?? null;
}

function byRank(a: Role, b: Role): number {
  return a.position - b.position;
}

function putRole(byId: SpacesState['byId'], role: Role): void {
  const entry = byId[role.spaceId];
  if (!entry) return;
  entry.roles = [...entry.roles.filter(({ id }) => id !== role.id), role].toSorted(byRank);
}

function drop(state: SpacesState, spaceId: SpaceId): void {
  delete state.byId[spaceId];
  state.order = state.order.filter((id) => id !== spaceId);
}

export const spacesReducer = slice.reducer;
export const { spaceShown } = slice.actions;
export const { selectSpacesById, selectSpaceOrder, selectSpace } = slice.selectors;

/** All of them, in their order. */
export const selectSpaces = createSelector(
  [selectSpacesById, selectSpaceOrder],
  (byId, order): SpaceEntry[] => order.flatMap((id) => byId[id] ?? []),
);
