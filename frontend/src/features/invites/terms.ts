/** How long and how often an invite is good, in words. */
import type { Invite } from '../../protocol';
import { momentOf } from '../../ui/times';
import { words } from './words';

/** "Good 5 times, until 4 Dec 2026, 10:00." */
export function termsOf({ maxUses, expiresAt }: Pick<Invite, 'maxUses' | 'expiresAt'>): string {
  return words.good(maxUses, untilOf(expiresAt));
}

function untilOf(expiresAt: string | null): string {
  return expiresAt ? words.until(momentOf(expiresAt)) : words.forEver;
}

/** "Used 3 of 5 times, good until 4 Dec 2026, 10:00." */
export function usesOf({
  maxUses,
  uses,
  expiresAt,
}: Pick<Invite, 'maxUses' | 'uses' | 'expiresAt'>): string {
  const until = untilOf(expiresAt);
  return maxUses === null ? words.used(uses, until) : words.usedOf(uses, maxUses, until);
}

/** The address that is handed on. */
export function linkOf({ code }: Pick<Invite, 'code'>): string {
  return `${location.origin}/invite/${code}`;
}
