/** What is before somebody's eyes is read. */
import { useEffect } from 'react';
import { useSelector } from 'react-redux';
import { selectStanding, selectWatched } from '../features/reads/readsSlice';
import type { ChannelId } from '../protocol';
import { useAct } from '../services';
import { channelRead, lookChanged } from '../services/events';
import { useLookedAt } from '../ui/look';
import type { State } from './store';

/**
 * Marks the channel on the screen read when somebody comes to its end; what comes while they look
 * at it is read as it comes. Draws nothing, and so nothing is drawn again when a message is read.
 */
export function Watching({ channelId }: { channelId: ChannelId | null }): null {
  const act = useAct();
  const looked = useLookedAt();
  useEffect(() => void act(lookChanged(looked)), [act, looked]);
  const watched = useSelector(selectWatched) === channelId;
  const { lastMessageSeq, readSeq } = useSelector((state: State) =>
    selectStanding(state, channelId),
  );
  useEffect(() => {
    if (channelId === null || !looked || !watched || lastMessageSeq <= readSeq) return;
    act(channelRead({ channelId, seq: lastMessageSeq }));
  }, [act, channelId, looked, watched, lastMessageSeq, readSeq]);
  return null;
}
