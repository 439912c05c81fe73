/** Which places call nobody just now. */
import { useMemo } from 'react';
import { useSelector } from 'react-redux';
import { isMuted, selectNotificationSettings } from '../features/notifications/notificationsSlice';
import type { StreamId } from '../protocol';
import { useNow } from '../ui/useNow';

/** Spaces and channels by id; true again when it runs out. */
export function useMuted(): Record<StreamId, true> {
  const settings = useSelector(selectNotificationSettings);
  const now = useNow((at) => {
    const ends = Object.values(settings)
      .map(({ mutedUntil }) => (mutedUntil === null ? NaN : Date.parse(mutedUntil)))
      .filter((end) => end > at);
    return ends.length > 0 ? Math.min(...ends) : null;
  });
  return useMemo(() => {
    const muted = Object.values(settings).filter((setting) => isMuted(setting, now));
    return Object.fromEntries(muted.map(({ id }) => [id, true]));
  }, [settings, now]);
}
