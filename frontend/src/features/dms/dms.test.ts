import { expect, it } from 'vitest';
import type { Channel } from '../../protocol';
import { server, worldLoaded } from '../../services/events';
import { channelOf, ME, newMessage, userOf, worldOf } from '../../testing/frames';
import { byLife, dmsReducer, newestRestored, selectNewest } from './dmsSlice';
import { dmName } from './names';

const dm = (id: string, ...others: string[]): Channel =>
  channelOf(id, {
    kind: 'group',
    spaceId: null,
    name: '',
    members: [userOf(ME), ...others.map((name) => userOf(name, name))],
  });

it('is called after the others in it', () => {
  expect(dmName(dm('900', 'Dee', 'Bo'), ME)).toBe('Dee, Bo');
  expect(dmName(dm('900'), ME)).toBe('Only you');
});

it('stands where something was said last, and first where it was not read', () => {
  const dms = [dm('900'), dm('901'), dm('902')];
  const begun = dmsReducer(undefined, worldLoaded({ ...worldOf(), dms }));
  const order = (state: typeof begun, news = {}): string[] =>
    byLife(dms, selectNewest({ dms: state }), news).map(({ id }) => id);
  expect(order(begun)).toEqual(['902', '901', '900']);
  const said = dmsReducer(
    begun,
    server.newMessage(newMessage(1, { channelId: '900', id: '1000' })),
  );
  expect(order(said)).toEqual(['900', '902', '901']);
  expect(order(said, { '901': true })).toEqual(['901', '900', '902']);
  const known = dmsReducer(begun, newestRestored({ '901': '2000', '7': '1' }));
  expect(order(known)).toEqual(['901', '902', '900']);
});
