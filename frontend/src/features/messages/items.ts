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
    const mine = Object.values(outgoing).filter((each) => each.channelId === channelId);
    return [...said, ...mine.map((each) => outgoingItem(each, me))];
  },
);

/** The rows of a channel, with days and groups. */
export const selectRows: (state: MessagesView, channelId: ChannelId, me: string) => Row<Item>[] =
  createSelector([selectItems], (items) => rowsOf(items));

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
    reply: message.replyTo !== null,
    message,
  };
  made.set(message, item);
  return item;
}

function outgoingItem(outgoing: Outgoing, me: string): Item {
  const { nonce: key, at } = outgoing;
  return { kind: 'outgoing', key, author: me, at, reply: false, outgoing };
}
