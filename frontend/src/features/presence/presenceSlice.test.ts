import { describe, expect, it } from 'vitest';
import type { Status } from '../../protocol';
import { membersLoaded, server, sessionEnded, worldLoaded } from '../../services/events';
import { ME, SPACE, worldOf } from '../../testing/frames';
import {
  idleChanged,
  presenceReducer,
  selectSeen,
  selectTold,
  statusChosen,
} from './presenceSlice';

type State = ReturnType<typeof presenceReducer>;
type Action = Parameters<typeof presenceReducer>[1];

const after = (...actions: Action[]): State =>
  actions.reduce<State>(
    presenceReducer,
    presenceReducer(
      undefined,
      worldLoaded({
        ...worldOf(),
        presences: [{ userId: '2', status: 'dnd', statusText: 'Digging' }],
      }),
    ),
  );
const said = (status: Status, statusText: string | null = null) =>
  server.userStatus({ type: 'USER_STATUS', userId: '2', status, statusText });
const seen = (...actions: Action[]) => selectSeen({ presence: after(...actions) }, '2');

describe('people', () => {
  it('are seen as the server said last', () => {
    expect(seen()).toEqual({ status: 'dnd', statusText: 'Digging' });
    expect(seen(said('idle'))).toEqual({ status: 'idle', statusText: null });
    expect(seen(said('offline')).status).toBe('offline');
  });

  it('come with the members', () => {
    const presences = [{ userId: '2', status: 'online' as const, statusText: null }];
    const page = { items: [], hasMore: false, presences };
    expect(seen(said('offline'), membersLoaded({ spaceId: SPACE, page })).status).toBe('online');
  });
});

describe('oneself', () => {
  const told = (...actions: Action[]) => selectTold({ presence: after(...actions) });

  it('is idle when nobody touches the window, unless something else was chosen', () => {
    expect(told()).toBe('online');
    expect(told(idleChanged(true))).toBe('idle');
    expect(told(statusChosen('dnd'), idleChanged(true))).toBe('dnd');
    expect(told(idleChanged(true), idleChanged(false))).toBe('online');
  });

  it('is what another device said last', () => {
    const own = (status: Status) =>
      server.userStatus({ type: 'USER_STATUS', userId: ME, status, statusText: null });
    expect(told(own('dnd'))).toBe('dnd');
    expect(told(own('dnd'), own('online'))).toBe('online');
    expect(told(statusChosen('idle'), own('idle'))).toBe('idle');
  });

  it('is seen the same way after signing in again', () => {
    expect(told(statusChosen('invisible'), sessionEnded('ended'))).toBe('invisible');
  });
});
