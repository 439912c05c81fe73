/** How long somebody still has to wait in a slow channel. */
import { useEffect, useState } from 'react';
import { useSelector } from 'react-redux';
import type { ChannelId } from '../../protocol';
import type { MessagesView } from './items';
import { selectMessagesById, selectOutgoing, selectTimeline } from './messagesSlice';

/** Seconds until the next message is taken; 0 = now. */
export function useSlowMode(channelId: ChannelId, slowSeconds: number, me: string): number {
  // Where nobody has to wait, nothing is looked for: it would be looked for at every message.
  const last = useSelector((state: MessagesView) =>
    slowSeconds === 0 ? 0 : lastSaid(state, channelId, me),
  );
  const [now, setNow] = useState(Date.now);
  const left = slowSeconds === 0 ? 0 : Math.ceil((last + slowSeconds * 1_000 - now) / 1_000);
  // A clock that is wrong must not lock anybody out for longer than the channel does.
  const wait = Math.min(Math.max(0, left), slowSeconds);
  const waiting = wait > 0;
  useEffect(() => {
    if (!waiting) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [waiting]);
  return wait;
}

/** When one last said something here, in milliseconds since 1970; 0 = never. */
function lastSaid(state: MessagesView, channelId: ChannelId, me: string): number {
  const byId = selectMessagesById(state);
  const ids = selectTimeline(state, channelId)?.ids ?? [];
  const said = ids.findLast((id) => byId[id]?.author.id === me);
  const times = Object.values(selectOutgoing(state))
    .filter((each) => each.channelId === channelId && each.status !== 'failed')
    .map(({ at }) => at);
  return Math.max(0, Date.parse(byId[said ?? '']?.createdAt ?? '') || 0, ...times);
}
