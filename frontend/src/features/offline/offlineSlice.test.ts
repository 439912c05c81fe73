import { expect, it } from 'vitest';
import { sessionEnded, updateReady, worldLoaded, worldRecalled } from '../../services/events';
import { worldOf } from '../../testing/frames';
import { offlineReducer, selectReadAt, selectUpdate, updatePutOff } from './offlineSlice';

type Action = Parameters<typeof offlineReducer>[1];

const after = (...actions: Action[]) => ({
  offline: actions.reduce<ReturnType<typeof offlineReducer>>(
    offlineReducer,
    offlineReducer(undefined, { type: 'none' }),
  ),
});

it('is from before until the world was read again', () => {
  const recalled = worldRecalled(1_000);
  expect(selectReadAt(after())).toBeNull();
  expect(selectReadAt(after(recalled))).toBe(1_000);
  expect(selectReadAt(after(recalled, worldLoaded(worldOf())))).toBeNull();
  expect(selectReadAt(after(recalled, sessionEnded('ended')))).toBeNull();
});

it('knows of a newer client until somebody puts it off, and of the next one again', () => {
  expect(selectUpdate(after(updateReady()))).toBe('ready');
  expect(selectUpdate(after(updateReady(), updatePutOff()))).toBe('later');
  expect(selectUpdate(after(updateReady(), updatePutOff(), updateReady()))).toBe('ready');
});
