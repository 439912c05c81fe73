import { describe, expect, it } from 'vitest';
import type { Mood, Status } from '../../protocol';
import { membersLoaded, server, sessionEnded, worldLoaded } from '../../services/events';
import { ME, SPACE, worldOf } from '../../testing/frames';
import {
  idleChanged,
  presenceReducer,
  selectSeen,
  selectTold,
  selectUntold,
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

  const loaded = (chosenStatus?: Mood) => {
    const world = worldOf();
    return worldLoaded({ ...world, me: { ...world.me, ...(chosenStatus && { chosenStatus }) } });
  };
  const heard = (status: Status) =>
    server.userStatus({ type: 'USER_STATUS', userId: ME, status, statusText: null });

  it('is seen as was chosen, also after signing in again', () => {
    expect(told(loaded('invisible'))).toBe('invisible');
    expect(told(statusChosen('invisible'), sessionEnded('ended'))).toBe('online');
    expect(told(sessionEnded('ended'), loaded('dnd'))).toBe('dnd');
  });

  it('follows what another device says, and not what the server said before', () => {
    expect(told(heard('dnd'))).toBe('dnd');
    expect(told(heard('dnd'), heard('idle'))).toBe('online');
    expect(told(statusChosen('dnd'), heard('online'))).toBe('dnd');
    expect(told(statusChosen('dnd'), heard('dnd'), statusChosen('online'), heard('dnd'))).toBe(
      'online',
    );
    expect(told(statusChosen('dnd'), heard('offline'))).toBe('dnd');
    expect(told(statusChosen('idle'), heard('idle'))).toBe('idle');
  });

  it('knows what the server has still to hear', () => {
    const untold = (...actions: Action[]) => selectUntold({ presence: after(...actions) });
    expect(untold(statusChosen('dnd'))).toBe(true);
    expect(untold(statusChosen('dnd'), loaded())).toBe(true);
    expect(untold(statusChosen('dnd'), heard('dnd'))).toBe(false);
    expect(untold(idleChanged(true))).toBe(false);
  });
});
