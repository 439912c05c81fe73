/** The addresses that features write links to; `app/router.ts` reads them. */
import type { ChannelId, MessageId } from '../protocol';

/** Where a channel or a conversation is. */
export function channelPath(id: ChannelId): string {
  return `/channels/${id}`;
}

/** Where a message is to be found by anybody who may see it. */
export function messagePath({ channelId, id }: { channelId: ChannelId; id: MessageId }): string {
  return `${channelPath(channelId)}/messages/${id}`;
}
