// @vitest-environment happy-dom
import { configureStore } from '@reduxjs/toolkit';
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { expect, it } from 'vitest';
import type { Participant } from '../../protocol';
import type { Call } from '../../services/voice/call';
import Stage from './Stage';
import { callChanged, voiceReducer } from './voiceSlice';
import { words } from './words';

const BO: Participant = {
  user: {
    id: '2',
    username: 'bo',
    displayName: 'Bo',
    avatarUrl: null,
    bot: false,
    createdAt: '2026-11-28T10:00:00.000Z',
  } as Participant['user'],
  state: {
    muted: false,
    deafened: false,
    serverMuted: false,
    serverDeafened: false,
    suppressed: false,
    speaking: false,
    video: false,
    screen: false,
  },
};

const CALL: Call = {
  channelId: '100',
  phase: { status: 'connected' },
  selfId: '1',
  people: [BO],
  listening: false,
  muted: false,
  deafened: false,
  open: true,
  quality: null,
  way: 'ws',
  shows: null,
  blocked: false,
  news: null,
};

it('says to who has sound by frames why there are no pictures, once there would be some', async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  const store = configureStore({ reducer: { voice: voiceReducer } });
  const place = document.createElement('div');
  const root = createRoot(place);
  const shown = async (more: Partial<Call>): Promise<{ told: boolean; videos: boolean }> => {
    await act(async () => {
      store.dispatch(callChanged({ ...CALL, ...more }));
      root.render(
        <Provider store={store}>
          <Stage
            channel={{ id: '100', name: 'Lounge', spaceId: '1' }}
            nameOf={(user) => user.displayName}
            mayJoin
            card={() => null}
          />
        </Provider>,
      );
      await Promise.resolve();
    });
    const told = place.textContent.includes(words.onlySound);
    return { told, videos: place.querySelector('.videos') !== null };
  };
  const camera = [{ ...BO, state: { ...BO.state, video: true } }];
  expect(await shown({})).toEqual({ told: false, videos: false });
  expect(await shown({ people: camera })).toEqual({ told: true, videos: false });
  // Whose camera cannot be seen still stands there.
  expect(place.textContent).toContain('Bo');
  expect(await shown({ people: camera, way: 'udp' })).toEqual({ told: false, videos: true });
  await act(() => root.unmount());
});
