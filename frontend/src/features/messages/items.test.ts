import { expect, it } from 'vitest';
import { historyLoaded, server } from '../../services/events';
import { CHANNEL, ME, messageOf, newMessage, userOf } from '../../testing/frames';
import { selectRows, type MessagesView } from './items';
import { historyAsked, messageSent, messagesReducer } from './messagesSlice';

const edge = 'latest';
const items = [messageOf(1, { author: userOf(ME) }), messageOf(2)];
const opened = [
  historyAsked({ channelId: CHANNEL, edge }),
  historyLoaded({ channelId: CHANNEL, edge, history: { items, hasMore: false, lastSeq: 2 } }),
].reduce(messagesReducer, undefined) as MessagesView['messages'];

const rowsOf = (messages: MessagesView['messages']) => selectRows({ messages }, CHANNEL, ME, null);
const kinds = (messages: MessagesView['messages']): string[] =>
  rowsOf(messages).map((row) => (row.kind === 'message' ? row.item.kind : row.kind));

it('shows the history, then what is on its way in this channel', () => {
  const state = [messageSent(CHANNEL, 'hello'), messageSent('200', 'elsewhere')].reduce(
    messagesReducer,
    opened,
  );
  expect(kinds(state)).toEqual(['day', 'said', 'said', 'day', 'outgoing']);
});

/** The row that was on its way becomes the row that is there: nothing jumps, nothing is doubled. */
it('keeps the row of a message that arrives', () => {
  const sent = messageSent(CHANNEL, 'hello');
  const { nonce } = sent.payload;
  const pending = messagesReducer(opened, sent);
  const arrived = messagesReducer(
    pending,
    server.newMessage(newMessage(3, { nonce, author: userOf(ME) })),
  );
  expect(kinds(arrived)).toEqual(['day', 'said', 'said', 'said']);
  expect(rowsOf(arrived).at(-1)?.key).toBe(rowsOf(pending).at(-1)?.key);
});

it('gives the same item for the same message, so that its row is not drawn again', () => {
  const before = rowsOf(opened)[1];
  const after = rowsOf(messagesReducer(opened, server.newMessage(newMessage(3))))[1];
  expect(before?.kind === 'message' && before.item).toBe(after?.kind === 'message' && after.item);
});

it('draws the line above what is new, but not above what only begins the page', () => {
  const fresh = (messages: MessagesView['messages'], newsAfter: number): string[] =>
    selectRows({ messages }, CHANNEL, ME, newsAfter).map(({ kind }) => kind);
  expect(fresh(opened, 1)).toEqual(['day', 'message', 'new', 'message']);
  expect(fresh(opened, 2)).toEqual(['day', 'message', 'message']);
  // One's own is not new, and from the beginning on everything may be.
  expect(fresh(opened, 0)).toEqual(['day', 'message', 'new', 'message']);
  const page = { channelId: CHANNEL, edge, history: { items, hasMore: true, lastSeq: 2 } } as const;
  expect(fresh(messagesReducer(opened, historyLoaded(page)), 0)).toEqual([
    'day',
    'message',
    'message',
  ]);
});

it('does not show what is on its way where the present is elsewhere', () => {
  const sent = messagesReducer(opened, messageSent(CHANNEL, 'hello'));
  const page = {
    channelId: CHANNEL,
    edge: 'around',
    history: { items, hasMore: true, lastSeq: 2 },
  } as const;
  expect(kinds(messagesReducer(sent, historyLoaded(page)))).toEqual(['day', 'said', 'said']);
});
