/** What is before somebody's eyes is read. */
import { useEffect } from 'react';
import { useSelector } from 'react-redux';
import { selectStanding, selectWatched } from '../features/reads/readsSlice';
import type { ChannelId } from '../protocol';
import { useAct } from '../services';
import { channelRead } from '../services/events';
import { useLookedAt } from '../ui/look';
import type { State } from './store';

/** Marks the channel on the screen read while somebody looks at its end. */
export function useReading(channelId: ChannelId | null): void {
  const act = useAct();
  const looked = useLookedAt();
  const watched = useSelector(selectWatched) === channelId;
  const { lastMessageSeq, readSeq } = useSelector((state: State) =>
    selectStanding(state, channelId),
  );
  useEffect(() => {
    if (channelId === null || !looked || !watched || lastMessageSeq <= readSeq) return;
    act(channelRead({ channelId, seq: lastMessageSeq }));
  }, [act, channelId, looked, watched, lastMessageSeq, readSeq]);
}
