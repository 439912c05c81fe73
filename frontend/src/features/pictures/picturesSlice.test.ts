import { expect, it } from 'vitest';
import {
  historyLoaded,
  meChanged,
  peopleSeen,
  server,
  sessionEnded,
  worldLoaded,
} from '../../services/events';
import { CHANNEL, ME, messageOf, SPACE, spaceOf, userOf, worldOf } from '../../testing/frames';
import { picturesReducer, selectPictures } from './picturesSlice';

type State = ReturnType<typeof picturesReducer>;
type Action = Parameters<typeof picturesReducer>[1];

const after = (...actions: Action[]): Record<string, string> =>
  selectPictures({
    pictures: actions.reduce<State>(picturesReducer, picturesReducer(undefined, { type: '' })),
  });
const ada = { ...worldOf().me, avatarUrl: '/a.webp' };
const bo = { ...userOf('2'), avatarUrl: '/b.webp' };
const spaceUpdated = (iconUrl: string | null): Action =>
  server.spaceUpdated({
    type: 'SPACE_UPDATED',
    stream: SPACE,
    seq: 1,
    space: spaceOf({ iconUrl }),
  });

it('are known of whoever comes into view', () => {
  const items = [messageOf(1, { author: bo })];
  const history = { items, hasMore: false, lastSeq: 1 };
  expect(
    after(
      worldLoaded({ ...worldOf(), me: ada }),
      historyLoaded({ channelId: CHANNEL, edge: 'latest', history }),
      spaceUpdated('/s.webp'),
    ),
  ).toEqual({ [ME]: '/a.webp', '2': '/b.webp', [SPACE]: '/s.webp' });
});

it('are the ones that were told of last', () => {
  const shown = after(
    peopleSeen([bo]),
    peopleSeen([{ ...bo, avatarUrl: '/c.webp' }]),
    spaceUpdated('/s.webp'),
    spaceUpdated(null),
    meChanged(ada),
    meChanged({ ...ada, avatarUrl: null }),
  );
  expect(shown).toEqual({ '2': '/c.webp' });
});

it('are nobody’s after leaving', () => {
  expect(after(peopleSeen([bo]), sessionEnded('left'))).toEqual({});
});
