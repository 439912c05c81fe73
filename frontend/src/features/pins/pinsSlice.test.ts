import { describe, expect, it } from 'vitest';
import { server } from '../../services/events';
import { CHANNEL, messageOf } from '../../testing/frames';
import { pinsAsked, pinsFailed, pinsRead, pinsReducer, type Pins } from './pinsSlice';

type Action = Parameters<typeof pinsReducer>[1];

const after = (...actions: Action[]): Pins | undefined =>
  actions.reduce<ReturnType<typeof pinsReducer>>(
    pinsReducer,
    pinsReducer(undefined, pinsAsked(CHANNEL)),
  ).byChannel[CHANNEL];
const read = pinsRead({ channelId: CHANNEL, items: [messageOf(2), messageOf(1)] });
const ids = (pins: Pins | undefined) => pins?.items.map(({ id }) => id);
const place = { stream: CHANNEL, channelId: CHANNEL, seq: 9 };

describe('the pins of a channel', () => {
  it('go when they are unpinned or deleted, and change with their message', () => {
    const state = after(
      read,
      server.messageUnpinned({ type: 'MESSAGE_UNPINNED', ...place, messageId: '1002' }),
      server.messageUpdated({
        type: 'MESSAGE_UPDATED',
        ...place,
        message: messageOf(1, { content: 'better' }),
      }),
    );
    expect(state?.items.map(({ content }) => content)).toEqual(['better']);
    const deleted = server.messageDeleted({
      type: 'MESSAGE_DELETED',
      ...place,
      messageId: '1001',
    });
    expect(ids(after(read, deleted))).toEqual(['1002']);
  });

  it('are read again when somebody pins one that is not known', () => {
    const pinned = (messageId: string) =>
      server.messagePinned({ type: 'MESSAGE_PINNED', ...place, messageId });
    expect(after(read, pinned('1002'))?.status).toBe('ready');
    const state = after(read, pinned('1003'));
    expect(state?.status).toBe('stale');
    expect(ids(state)).toEqual(['1002', '1001']);
  });

  it('say that they could not be read, and go with the right to see them', () => {
    expect(after(pinsFailed(CHANNEL))?.status).toBe('failed');
    const lost = { type: 'SYNC_RESET', stream: CHANNEL, seq: 0, reason: 'NO_ACCESS' } as const;
    expect(after(read, server.syncReset(lost))).toBeUndefined();
  });
});
