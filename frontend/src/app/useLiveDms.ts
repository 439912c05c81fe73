/** Direct conversations, the liveliest first. */
import { useMemo } from 'react';
import { useSelector } from 'react-redux';
import { selectDms } from '../features/channels/channelsSlice';
import { byLife, selectNewest } from '../features/dms/dmsSlice';
import { selectNews } from '../features/reads/readsSlice';
import type { Channel } from '../protocol';

/** In the order in which they are shown. */
export function useLiveDms(): Channel[] {
  const dms = useSelector(selectDms);
  const newest = useSelector(selectNewest);
  const news = useSelector(selectNews);
  return useMemo(() => byLife(dms, newest, news), [dms, newest, news]);
}
