/** Whether somebody may not speak for a time. */
import type { Member } from '../../protocol';

/** Until when; `null` when they may. */
export function silencedUntil({ timeoutUntil }: Member, now: number): Date | null {
  const until = timeoutUntil === null ? null : new Date(timeoutUntil);
  return until !== null && until.getTime() > now ? until : null;
}
