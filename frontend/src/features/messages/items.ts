/** The messages of a channel as they are shown: the history, then what is on its way. */
import { createSelector } from '@reduxjs/toolkit';
import type { ChannelId, Message } from '../../protocol';
import { selectMessagesById, selectOutgoing, selectTimeline, type Outgoing } from './messagesSlice';
import { rowsOf, type Row, type Said } from './timeline';

/** A message to show. `outgoing` while it is one's own and not in the history yet. */
export type Item = Said &
  ({ kind: 'said'; message: Message } | { kind: 'outgoing'; outgoing: Outgoing });

/** What `selectRows` reads. */
export type MessagesView = Parameters<typeof selectTimeline>[0];

const selectItems = createSelector(
  [
    selectTimeline,
    selectMessagesById,
    selectOutgoing,
    (_state: MessagesView, channelId: ChannelId) => channelId,
    (_state: MessagesView, _channelId: ChannelId, me: string) => me,
  ],
  (timeline, byId, outgoing, channelId, me): Item[] => {
    const said = (timeline?.ids ?? []).flatMap((id) => {
      const message = byId[id];
      return message ? [itemOf(message)] : [];
    });
    // What is on its way stands at the present, and the present may be elsewhere.
    if (timeline && timeline.newer !== 'none') return said;
    const mine = Object.values(outgoing).filter((each) => each.channelId === channelId);
    return [...said, ...mine.map((each) => outgoingItem(each, me))];
  },
);

/** The rows of a channel, with days, groups, and where the news begin. */
export const selectRows: (
  state: MessagesView,
  channelId: ChannelId,
  me: string,
  newsAfter: number | null,
) => Row<Item>[] = createSelector(
  [
    selectItems,
    selectTimeline,
    (_state: MessagesView, _channelId: ChannelId, me: string) => me,
    (_state: MessagesView, _channelId: ChannelId, _me: string, newsAfter: number | null) =>
      newsAfter,
  ],
  (items, timeline, me, newsAfter) => {
    // Where the news begin further up, they do not begin with the first that is there.
    const within = timeline?.older === 'none' || (items[0]?.seq ?? Infinity) <= (newsAfter ?? -1);
    return rowsOf(items, newsAfter !== null && within ? { after: newsAfter, me } : null);
  },
);

/** An item is made once a message, so that a row that shows the same is not drawn again. */
const made = new WeakMap<Message, Item>();

function itemOf(message: Message): Item {
  const known = made.get(message);
  if (known) return known;
  const item: Item = {
    kind: 'said',
    // The nonce, where it is known: then one's own message stays the same row when it arrives.
    key: message.nonce ?? message.id,
    author: message.author.id,
    at: Date.parse(message.createdAt),
    seq: message.seq,
    reply: message.replyTo !== null,
    message,
  };
  made.set(message, item);
  return item;
}

function outgoingItem(outgoing: Outgoing, me: string): Item {
  const { nonce: key, at, replyTo } = outgoing;
  return { kind: 'outgoing', key, author: me, at, seq: 0, reply: replyTo !== null, outgoing };
}
