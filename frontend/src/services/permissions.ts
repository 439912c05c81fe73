/** What somebody may do, for showing what there is to do. The server decides. */
import type { Channel, Member, Permission, Role, Space } from '../protocol';

/** A space as one of its members sees it. */
export interface Place {
  space: Space;
  roles: Role[];
  me: Member;
}

/** What the people of a direct conversation may. */
const DIRECT: ReadonlySet<Permission> = new Set<Permission>([
  'VIEW_CHANNEL',
  'SEND_MESSAGES',
  'ADD_REACTIONS',
  'ATTACH_FILES',
  'EMBED_LINKS',
  'CONNECT',
  'SPEAK',
  'VIDEO',
  'MENTION_EVERYONE',
]);

/** Whether a member has a permission by the roles of the space; the owner has every one. */
export function may({ space, roles, me }: Place, permission: Permission): boolean {
  if (space.ownerId === me.userId) return true;
  const mine = roles.filter(({ id }) => id === space.id || me.roleIds.includes(id));
  const has = (one: Permission): boolean =>
    mine.some(({ permissions }) => permissions.includes(one));
  if (has('ADMINISTRATOR')) return true;
  if (isTimedOut(me)) return permission === 'VIEW_CHANNEL';
  return has(permission);
}

/** The same in a channel; `place` is `null` for a direct conversation. */
export function mayIn(place: Place | null, channel: Channel, permission: Permission): boolean {
  if (channel.spaceId === null) return DIRECT.has(permission);
  return place !== null && may(place, permission);
}

/** Whether somebody may not write or speak just now. */
export function isTimedOut(member: Member, now = Date.now()): boolean {
  return timedOutUntil(member, now) !== null;
}

/** Until when, in milliseconds since 1970; `null` when they may. */
export function timedOutUntil({ timeoutUntil }: Member, now: number): number | null {
  const until = timeoutUntil === null ? NaN : Date.parse(timeoutUntil);
  return until > now ? until : null;
}

/** How high somebody stands: the owner above all, then by the highest role. */
export function rankOf(
  { space, roles }: Pick<Place, 'space' | 'roles'>,
  member: Pick<Member, 'userId' | 'roleIds'>,
): number {
  if (member.userId === space.ownerId) return Infinity;
  const held = roles.filter(({ id }) => member.roleIds.includes(id));
  return Math.max(0, ...held.map(({ position }) => position));
}

/** Whether one may do this to somebody: they must stand below. */
export function mayTo(place: Place, permission: Permission, other: Member): boolean {
  return may(place, permission) && rankOf(place, place.me) > rankOf(place, other);
}

/** With any of these there is something to see in the settings of a space. */
const MANAGING: Permission[] = [
  'MANAGE_SPACE',
  'MANAGE_ROLES',
  'MANAGE_CHANNELS',
  'KICK_MEMBERS',
  'BAN_MEMBERS',
  'TIMEOUT_MEMBERS',
  'VIEW_AUDIT_LOG',
  'CREATE_INVITE',
];

/** Whether the settings of a space are worth a way there. */
export function mayManage(place: Place): boolean {
  return MANAGING.some((permission) => may(place, permission));
}
