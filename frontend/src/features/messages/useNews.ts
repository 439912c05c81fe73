/** The line above what is new. */
import { useCallback, useState } from 'react';
import type { ChannelId } from '../../protocol';
import { useAct } from '../../services';
import { channelRead } from '../../services/events';
import { useLookedAt } from '../../ui/look';
import { dismissed, follow, newsAt } from './news';

/** How somebody stands in the channel. */
export interface Reading {
  /** Up to here they have read. */
  readSeq: number;
  /** The newest message. */
  lastSeq: number;
  /** How many messages of others stand after `readSeq`. */
  unread: number;
}

/** Where the line stands, and the way to say that everything was seen. */
export function useNews(channelId: ChannelId, { readSeq, lastSeq }: Reading, atEnd: boolean) {
  const act = useAct();
  const attending = useLookedAt();
  const standing = { read: readSeq, last: lastSeq, attending, atEnd };
  const [news, setNews] = useState(() => newsAt(standing));
  const next = follow(news, standing);
  if (next !== news) setNews(next);
  const dismiss = useCallback(() => {
    setNews(dismissed);
    if (lastSeq > readSeq) act(channelRead({ channelId, seq: lastSeq }));
  }, [act, channelId, lastSeq, readSeq]);
  return { newsAfter: next.after, dismiss };
}
