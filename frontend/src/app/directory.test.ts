import { configureStore } from '@reduxjs/toolkit';
import { afterEach, expect, it } from 'vitest';
import { speak } from '../language';
import { worldLoaded } from '../services/events';
import { channelOf, ME, userOf, worldOf } from '../testing/frames';
import { arabic } from './arabic';
import { selectDirectory, selectNames, selectPlaceOf } from './directory';
import { reducer } from './store';

afterEach(() => speak('en', {}));

it('says names of conversations in the language that is spoken now', () => {
  const store = configureStore({ reducer });
  const members = [userOf(ME, 'Ada'), userOf('2', 'Bo'), userOf('3', 'Cy')];
  const group = channelOf('900', { kind: 'group', spaceId: null, members });
  store.dispatch(worldLoaded({ ...worldOf(), dms: [group] }));
  const said = (): (string | undefined)[] => {
    const state = store.getState();
    const { channels } = selectDirectory(state);
    return [
      selectNames(state).channel('900')?.name,
      selectPlaceOf(state)('900'),
      channels.find(({ id }) => id === '900')?.name,
    ];
  };
  expect(said()).toEqual(['Bo, Cy', 'Bo, Cy', 'Bo, Cy']);
  speak('ar', arabic);
  expect(said()).toEqual(['Bo، Cy', 'Bo، Cy', 'Bo، Cy']);
});
