import { configureStore } from '@reduxjs/toolkit';
import { expect, it } from 'vitest';
import type { MemberPage } from '../../protocol';
import type { Services } from '../../services';
import { membersLoaded, worldLoaded } from '../../services/events';
import { memberOf, SPACE, userOf, worldOf } from '../../testing/frames';
import { findMembers, readThese } from './findMembers';
import { membersReducer, selectMembership } from './membersSlice';

const pageOf = (...ids: string[]): MemberPage => ({
  items: ids.map((id) => memberOf(userOf(id))),
  hasMore: true,
  presences: [],
});

it('adds who was found, and says as before how far the list was read', async () => {
  const asked: string[] = [];
  const api = {
    get: async (path: string): Promise<MemberPage> => {
      asked.push(path);
      if (path.includes('lost')) throw new Error('away');
      return pageOf('900');
    },
  };
  const store = configureStore({
    reducer: { members: membersReducer },
    middleware: (defaults) =>
      defaults({ thunk: { extraArgument: { api } as unknown as Services } }),
  });
  store.dispatch(worldLoaded(worldOf()));
  store.dispatch(membersLoaded({ spaceId: SPACE, page: pageOf('2', '3') }));
  await store.dispatch(findMembers(SPACE, 'Åsa & co'));
  await store.dispatch(findMembers(SPACE, 'lost'));
  expect(asked[0]).toBe(`/spaces/${SPACE}/members?q=%C3%85sa+%26+co&limit=20`);
  const membership = selectMembership(store.getState(), SPACE);
  expect(Object.keys(membership?.byId ?? {})).toEqual(['1', '2', '3', '900']);
  expect(membership?.read).toBe('partly');
});

it('reads people by their ids, a hundred at a time', async () => {
  const asked: string[] = [];
  const api = {
    get: async (path: string): Promise<MemberPage> => {
      asked.push(path);
      return pageOf(path.includes('=1000,') ? '1000' : '1100');
    },
  };
  const store = configureStore({
    reducer: { members: membersReducer },
    middleware: (defaults) =>
      defaults({ thunk: { extraArgument: { api } as unknown as Services } }),
  });
  store.dispatch(worldLoaded(worldOf()));
  const ids = Array.from({ length: 102 }, (_, index) => String(1000 + index));
  await store.dispatch(readThese(SPACE, ids));
  expect(asked).toEqual([
    `/spaces/${SPACE}/members?ids=${ids.slice(0, 100).join(',')}`,
    `/spaces/${SPACE}/members?ids=1100,1101`,
  ]);
  const membership = selectMembership(store.getState(), SPACE);
  expect(Object.keys(membership?.byId ?? {})).toEqual(['1', '1000', '1100']);
});
