/** How long and how often an invite is good, in words. */
import type { Invite } from '../../protocol';
import { momentOf } from '../../ui/times';

/** "Good 5 times, until 4 Dec 2026, 10:00." */
export function termsOf({ maxUses, expiresAt }: Pick<Invite, 'maxUses' | 'expiresAt'>): string {
  const forWhom =
    maxUses === null ? 'for any number of people' : maxUses === 1 ? 'once' : `${maxUses} times`;
  return `Good ${forWhom}, ${untilOf(expiresAt)}.`;
}

function untilOf(expiresAt: string | null): string {
  return expiresAt ? `until ${momentOf(expiresAt)}` : 'for ever';
}

/** "Used 3 of 5 times, good until 4 Dec 2026, 10:00." */
export function usesOf({
  maxUses,
  uses,
  expiresAt,
}: Pick<Invite, 'maxUses' | 'uses' | 'expiresAt'>): string {
  return `${counted(maxUses, uses)}, good ${untilOf(expiresAt)}.`;
}

function counted(maxUses: number | null, uses: number): string {
  if (maxUses !== null) return `Used ${uses} of ${maxUses} ${maxUses === 1 ? 'time' : 'times'}`;
  return uses === 0 ? 'Not used yet' : `Used ${uses === 1 ? 'once' : `${uses} times`}`;
}

/** The address that is handed on. */
export function linkOf({ code }: Pick<Invite, 'code'>): string {
  return `${location.origin}/invite/${code}`;
}
