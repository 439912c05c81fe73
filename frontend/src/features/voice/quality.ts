/** How good a connection is, in a word. Pure. */
import type { Quality } from '../../services/voice/call';

/** From what one hears of it. */
export type Grade = 'good' | 'fair' | 'poor' | 'unknown';

/** Up to these, talking is as in one room. */
const GOOD = { rttMs: 150, loss: 0.02, jitterMs: 40 };
/** Up to these, one understands each other. */
const FAIR = { rttMs: 350, loss: 0.08, jitterMs: 90 };

export function gradeOf(quality: Quality | null): Grade {
  if (quality === null) return 'unknown';
  const within = ({ rttMs, loss, jitterMs }: typeof GOOD): boolean =>
    quality.rttMs <= rttMs &&
    Math.max(quality.lossUp, quality.lossDown) <= loss &&
    quality.jitterMs <= jitterMs;
  if (within(GOOD)) return 'good';
  return within(FAIR) ? 'fair' : 'poor';
}
