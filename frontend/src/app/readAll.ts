/** Marking read what one does not want to look at. */
import { selectNews, selectStanding } from '../features/reads/readsSlice';
import { readSpace } from '../features/reads/mark';
import type { ChannelId } from '../protocol';
import type { Verb } from '../services';
import { channelRead } from '../services/events';
import { failureRaised } from '../services/failure';
import type { State } from './store';

/** A channel, up to a message or all of it. */
export const readChannel =
  (channelId: ChannelId, seq?: number): Verb<void, State> =>
  (dispatch, state) => {
    const { lastMessageSeq } = selectStanding(state(), channelId);
    dispatch(channelRead({ channelId, seq: seq ?? lastMessageSeq }));
  };

/** Everything there is. */
export const readAll = (): Verb<Promise<void>, State> => async (dispatch, state) => {
  const { channels, spaces } = state();
  const unread = Object.keys(selectNews(state()));
  const spaceOf = (id: ChannelId) => channels.byId?.[id]?.spaceId ?? null;
  for (const id of unread) if (spaceOf(id) === null) dispatch(readChannel(id));
  try {
    await Promise.all(
      spaces.order.flatMap((spaceId) => {
        const here = unread.filter((id) => spaceOf(id) === spaceId);
        return here.length > 0 ? [dispatch(readSpace(spaceId, here))] : [];
      }),
    );
  } catch (error) {
    dispatch(failureRaised(error));
  }
};
