/** Which places call nobody just now. */
import { useEffect, useMemo, useState } from 'react';
import { useSelector } from 'react-redux';
import { isMuted, selectNotificationSettings } from '../features/notifications/notificationsSlice';
import type { StreamId } from '../protocol';

/** A timer takes no longer than this (2^31 ms); what is muted for longer is looked at again then. */
const TIMER_MAX_MS = 2_147_483_647;

/** Spaces and channels by id; true again when it runs out. */
export function useMuted(): Record<StreamId, true> {
  const settings = useSelector(selectNotificationSettings);
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const ends = Object.values(settings)
      .map(({ mutedUntil }) => (mutedUntil === null ? Infinity : Date.parse(mutedUntil)))
      .filter((end) => end > now);
    const next = Math.min(...ends) - now;
    if (next === Infinity) return undefined;
    const timer = setTimeout(() => setNow(Date.now()), Math.min(next + 1, TIMER_MAX_MS));
    return () => clearTimeout(timer);
  }, [settings, now]);
  return useMemo(() => {
    const muted = Object.values(settings).filter((setting) => isMuted(setting, now));
    return Object.fromEntries(muted.map(({ id }) => [id, true]));
  }, [settings, now]);
}
