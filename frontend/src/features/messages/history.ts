/** Reading a channel's history: the present, a moment of the past, and from there either way. */
import type { ChannelId, History, MessageId } from '../../protocol';
import type { Services, Verb } from '../../services';
import { historyLoaded, serverSaid, type HistoryEdge } from '../../services/events';
import { historyAsked, historyFailed, selectTimeline } from './messagesSlice';

/** Messages a page; about two screens. */
const PAGE = 50;

/** Pages that are looked through for where the news begin: as many as are counted as unread. */
const LOOKED_THROUGH_MAX = 10;

/** The biggest page there is. */
const PAGE_MAX = 100;

/** Which page, seen from which message. */
type Place = { edge: 'latest' } | { edge: Exclude<HistoryEdge, 'latest'>; from: MessageId };

const CURSORS = { older: 'before', newer: 'after', around: 'around' };

type State = Parameters<typeof selectTimeline>[0];

/** Reads the newest messages, and follows the channel from there. */
export const readLatest =
  (channelId: ChannelId): Verb<Promise<void>> =>
  async (dispatch) => {
    await dispatch(readPage(channelId, { edge: 'latest' }));
  };

/** Reads the page before the oldest message that is there; does nothing while one is on its way. */
export const readOlder =
  (channelId: ChannelId): Verb<Promise<void>, State> =>
  async (dispatch, state) => {
    const timeline = selectTimeline(state(), channelId);
    const oldest = timeline?.ids[0];
    if (!oldest || timeline.older === 'none' || timeline.older === 'loading') return;
    await dispatch(readPage(channelId, { edge: 'older', from: oldest }));
  };

/** Reads the page after the newest message that is there, likewise. */
export const readNewer =
  (channelId: ChannelId): Verb<Promise<void>, State> =>
  async (dispatch, state) => {
    const timeline = selectTimeline(state(), channelId);
    const newest = timeline?.ids.at(-1);
    if (!timeline || !newest || timeline.newer === 'none' || timeline.newer === 'loading') return;
    await dispatch(readPage(channelId, { edge: 'newer', from: newest }));
  };

/**
 * Reads what stands around a message, and gives the message to show: the one asked for, or its
 * neighbour where that is deleted; `null` where there is none, or no answer.
 */
export const readAround =
  (channelId: ChannelId, id: MessageId): Verb<Promise<MessageId | null>> =>
  async (dispatch) => {
    const page = await dispatch(readPage(channelId, { edge: 'around', from: id }));
    const items = page?.items ?? [];
    const near = items.find((message) => BigInt(message.id) >= BigInt(id)) ?? items.at(-1);
    return near?.id ?? null;
  };

/** Reads once more what is shown, because something of it may be missing. */
export const readAgain =
  (channelId: ChannelId): Verb<Promise<void>, State> =>
  async (dispatch, state) => {
    const timeline = selectTimeline(state(), channelId);
    const ids = timeline?.newer === 'none' ? [] : (timeline?.ids ?? []);
    const middle = ids[Math.floor(ids.length / 2)];
    if (!middle) await dispatch(readLatest(channelId));
    else await dispatch(readAround(channelId, middle));
  };

/** Finds the first message after a place in the stream, as far back as is looked. */
export const findFirstAfter =
  (channelId: ChannelId, seq: number): Verb<Promise<MessageId | null>> =>
  async (_dispatch, _state, { api }) => {
    const look = async (first: MessageId | null, pages: number): Promise<MessageId | null> => {
      const cursor = first ? `&before=${first}` : '';
      const path = `/channels/${channelId}/messages?limit=${PAGE_MAX}${cursor}`;
      const { items, hasMore } = await api.get<History>(path);
      const next = items.find((message) => message.seq > seq)?.id ?? first;
      const found = !hasMore || (items[0]?.seq ?? 0) <= seq;
      return found || pages <= 1 ? next : look(next, pages - 1);
    };
    return look(null, LOOKED_THROUGH_MAX);
  };

/**
 * One page, and what the stream has brought beyond it by now. The page is read beside the stream:
 * an event that came while the page was on its way may be missing in it, and is applied again.
 * `null` when it did not come.
 */
const readPage =
  (channelId: ChannelId, place: Place): Verb<Promise<History | null>> =>
  async (dispatch, _state, services) => {
    const { edge } = place;
    dispatch(historyAsked({ channelId, edge }));
    try {
      const { history, since } = await recorded(services, channelId, place);
      dispatch(historyLoaded({ channelId, ...place, history }));
      if (edge === 'latest' || edge === 'around') services.socket.join(channelId, history.lastSeq);
      for (const event of since) dispatch(serverSaid(event));
      return history;
    } catch {
      dispatch(historyFailed({ channelId, edge }));
      return null;
    }
  };

async function recorded({ api, socket }: Services, channelId: ChannelId, place: Place) {
  const recording = socket.record(channelId);
  let since: ReturnType<typeof recording.after> = [];
  try {
    const cursor = place.edge === 'latest' ? '' : `&${CURSORS[place.edge]}=${place.from}`;
    const path = `/channels/${channelId}/messages?limit=${PAGE}${cursor}`;
    const history = await api.get<History>(path);
    since = recording.after(history.lastSeq);
    if (since === null) throw new Error('more events than can be kept');
    return { history, since };
  } finally {
    recording.after(0);
  }
}
