/** Reading a channel's history: from the present, and further back. */
import type { ChannelId, History } from '../../protocol';
import type { Services, Verb } from '../../services';
import { historyLoaded, serverSaid } from '../../services/events';
import { historyAsked, historyFailed, selectTimeline } from './messagesSlice';

/** Messages a page; about two screens. */
const PAGE = 50;

type State = Parameters<typeof selectTimeline>[0];

/** Reads the newest messages, and follows the channel from there. */
export const readLatest =
  (channelId: ChannelId): Verb<Promise<void>> =>
  async (dispatch, _state, services) => {
    const edge = 'latest';
    dispatch(historyAsked({ channelId, edge }));
    try {
      const { history, since } = await readPage(services, channelId, '');
      dispatch(historyLoaded({ channelId, edge, history }));
      services.socket.join(channelId, history.lastSeq);
      for (const event of since) dispatch(serverSaid(event));
    } catch {
      dispatch(historyFailed({ channelId, edge }));
    }
  };

/** Reads the page before the oldest message that is there; does nothing while one is on its way. */
export const readOlder =
  (channelId: ChannelId): Verb<Promise<void>, State> =>
  async (dispatch, state, services) => {
    const timeline = selectTimeline(state(), channelId);
    const oldest = timeline?.ids[0];
    if (!oldest || timeline.older === 'none' || timeline.older === 'loading') return;
    const edge = 'older';
    dispatch(historyAsked({ channelId, edge }));
    try {
      const { history, since } = await readPage(services, channelId, `&before=${oldest}`);
      dispatch(historyLoaded({ channelId, edge, history }));
      for (const event of since) dispatch(serverSaid(event));
    } catch {
      dispatch(historyFailed({ channelId, edge }));
    }
  };

/**
 * One page, and what the stream has brought beyond it by now. The page is read beside the stream:
 * an event that came while the page was on its way may be missing in it, and is applied again.
 */
async function readPage({ api, socket }: Services, channelId: ChannelId, cursor: string) {
  const recording = socket.record(channelId);
  let since: ReturnType<typeof recording.after> = [];
  try {
    const path = `/channels/${channelId}/messages?limit=${PAGE}${cursor}`;
    const history = await api.get<History>(path);
    since = recording.after(history.lastSeq);
    if (since === null) throw new Error('more events than can be kept');
    return { history, since };
  } finally {
    recording.after(0);
  }
}
