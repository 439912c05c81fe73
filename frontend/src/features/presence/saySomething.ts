/** Saying what one is up to. */
import type { Me, Timestamp, UpdateMe } from '../../protocol';
import type { Verb } from '../../services';
import { meChanged } from '../../services/events';

/** How long a line is shown. */
export type Span = 'forever' | 'half-hour' | 'hours' | 'today' | 'week';

const MINUTE_MS = 60_000;
const MINUTES = { 'half-hour': 30, hours: 240, week: 10_080 } as const;

/** When it ends, as seen from now; `null` = not by itself. Today ends at midnight, where one is. */
export function endOf(span: Span, now: Date): Timestamp | null {
  if (span === 'forever') return null;
  if (span === 'today') {
    return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1).toISOString();
  }
  return new Date(now.getTime() + MINUTES[span] * MINUTE_MS).toISOString();
}

/** A line for others to see until `end`; `null` takes it away. */
export const saySomething =
  (statusText: string | null, end: Timestamp | null): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    const until = statusText !== null && end !== null ? { statusExpiresAt: end } : {};
    const changes: UpdateMe = { statusText, ...until };
    dispatch(meChanged(await api.patch<Me>('/users/me', changes)));
  };
