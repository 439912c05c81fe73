/** What one wants to see, of what is in sight. Pure. */
import type { UserId, VideoKind, VideoQuality, VideoWish } from '../../../protocol';

/** One video: whose, and which. */
export type VideoKey = `${UserId}:${VideoKind}`;

/** Its key. */
export const keyOf = (userId: UserId, kind: VideoKind): VideoKey => `${userId}:${kind}`;

/** At most this good, whatever is in sight. */
export type Cap = 'auto' | VideoQuality;

const RANKS: Record<VideoQuality, number> = { low: 0, mid: 1, high: 2 };

/** What a picture this wide on the screen needs, in its own pixels: layers are 320, 640 and 1280 wide. */
export function qualityOf(width: number): VideoQuality {
  if (width <= 360) return 'low';
  return width <= 720 ? 'mid' : 'high';
}

/** In the order in which they matter: the largest first. */
export function wishesOf(sights: ReadonlyMap<VideoKey, number>, cap: Cap): VideoWish[] {
  return [...sights]
    .toSorted(([one, first], [other, second]) => second - first || one.localeCompare(other))
    .map(([key, width]) => {
      const [userId = '', kind] = key.split(':');
      const needed = qualityOf(width);
      const quality = cap === 'auto' || RANKS[needed] < RANKS[cap] ? needed : cap;
      return { userId, kind: kind === 'screen' ? 'screen' : 'camera', quality };
    });
}
