/** Who stands where in the list of members. Pure. */
import type { Member, Role, Status, UserId } from '../../protocol';
import { nameOf } from '../../services/names';
import { type Membership } from './membersSlice';
import { words } from './words';
import { compare } from '../../language/formats';

/** People under one heading. */
export interface Section {
  key: string;
  title: string;
  /** Whether they are there. */
  there: boolean;
  members: Member[];
}

/** How people are seen; who is not in it is offline. */
export type Presences = Record<UserId, { status: Status; statusText: string | null } | undefined>;

/** Whether others see somebody. */
export function isThere(presences: Presences, id: UserId): boolean {
  const status = presences[id]?.status ?? 'offline';
  return status !== 'offline' && status !== 'invisible';
}

/** Those who are there by their highest role, the others together; each by name. */
export function sectionsOf(
  membership: Membership,
  roles: readonly Role[],
  presences: Presences,
): Section[] {
  const all = Object.values(membership.byId).toSorted((a, b) => compare(nameOf(a), nameOf(b)));
  const there = all.filter(({ userId }) => isThere(presences, userId));
  const away = all.filter(({ userId }) => !isThere(presences, userId));
  const ranked = roles
    .filter(({ position }) => position > 0)
    .toSorted((a, b) => b.position - a.position);
  const highest = new Map(
    there.map((member) => [
      member.userId,
      ranked.find(({ id }) => member.roleIds.includes(id))?.id,
    ]),
  );
  const under = (role: string | undefined): Member[] =>
    there.filter(({ userId }) => highest.get(userId) === role);
  return [
    ...ranked.map(({ id, name }) => ({ key: id, title: name, there: true, members: under(id) })),
    { key: 'online', title: words.online, there: true, members: under(undefined) },
    { key: 'offline', title: words.offline, there: false, members: away },
  ].filter(({ members }) => members.length > 0);
}
