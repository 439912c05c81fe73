import { expect, it } from 'vitest';
import type { Instance } from '../../protocol';
import { instanceLoaded, sessionEnded, sessionStarted, worldLoaded } from '../../services/events';
import { worldOf } from '../../testing/frames';
import { authReducer, strangerCame, unreachable } from './authSlice';

type State = ReturnType<typeof authReducer>;
const after = (...actions: Parameters<typeof authReducer>[1][]): State =>
  actions.reduce<State>(authReducer, authReducer(undefined, { type: 'begin' }));

it('knows nothing at first, and a stranger from a member later', () => {
  expect(after().session).toBe('unknown');
  expect(after(strangerCame()).session).toBe('none');
  expect(after(sessionStarted()).session).toBe('there');
});

/** A blink of the network must not throw anybody out. */
it('stays where it is when the server does not answer', () => {
  expect(after(unreachable()).session).toBe('unreachable');
  expect(after(sessionStarted(), unreachable()).session).toBe('there');
});

it('remembers why a session ended, and nothing of whose it was', () => {
  const state = after(sessionStarted(), worldLoaded(worldOf()), sessionEnded('ended'));
  expect(state).toMatchObject({ session: 'none', ended: 'ended', me: null });
  expect(after(sessionEnded('ended'), sessionStarted()).ended).toBeNull();
});

it('has nothing left to set up once somebody is in', () => {
  const instance = { setupRequired: true } as Instance;
  expect(after(instanceLoaded(instance), sessionStarted()).instance?.setupRequired).toBe(false);
});
