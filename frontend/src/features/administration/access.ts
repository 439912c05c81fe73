/** Who may change what: the same rules as the server's, so that refusals are seen beforehand. */
import type { ChannelOverride, Member, Permission, Role, UserId } from '../../protocol';
import { may, rankOf, type Place } from '../../services/permissions';
import { nameOfPermission } from './permissions';
import { words } from './permissionWords';

/** A space as one of its members sees it. @everyone is among its roles. */
export type View = Place;

/** What a member may do in the space as a whole. */
export function mayOf(view: View): (permission: Permission) => boolean {
  return (permission) => may(view, permission);
}

/** Why a role is not this person's to change; `null` when it is. */
export function roleLock(view: View, role: Role): string | null {
  if (!mayOf(view)('MANAGE_ROLES')) return words.youNeedPermissionManageRoles;
  if (rankOf(view, view.me) > role.position) return null;
  return view.me.roleIds.includes(role.id)
    ? words.thisIsYourOwnHighest
    : words.thisRoleStandsAboveYours;
}

/** Why a permission of a role cannot be switched; `null` when it can. What is lacked is not given. */
export function permissionLock(
  view: View,
  permission: Permission,
  today: readonly Permission[],
): string | null {
  if (mayOf(view)(permission) || today.includes(permission)) return null;
  return words.youDoNotHaveYourself(nameOfPermission(permission));
}

/** Why nothing can be done to a member; `null` when it can. */
export function memberLock(view: View, permission: Permission, member: Member): string | null {
  if (!mayOf(view)(permission)) return words.youNeedForThis(nameOfPermission(permission));
  if (member.userId === view.me.userId) return words.nobodyDoesThisToThemself;
  if (rankOf(view, view.me) > rankOf(view, member)) return null;
  return member.userId === view.space.ownerId ? words.spaceIsTheirs : words.theyStandAsHighAs;
}

/** The roles that this person may give to and take from a member. */
export function rolesToGive(view: View, member: Member): Role[] {
  const rank = rankOf(view, view.me);
  const own = member.userId === view.me.userId;
  if (!mayOf(view)('MANAGE_ROLES') || (!own && rank <= rankOf(view, member))) return [];
  return view.roles.filter(
    (role) =>
      role.id !== view.space.id &&
      role.position < rank &&
      (member.roleIds.includes(role.id) || role.permissions.every(mayOf(view))),
  );
}

/** The highest first, @everyone last. */
export function byRank(roles: readonly Role[]): Role[] {
  return roles.toSorted((a, b) => b.position - a.position);
}

/**
 * The position a role gets when it is put before another place of the list, highest first. `null`
 * when it would stay where it is, or come to stand as high as who moves it.
 */
export function positionAt(view: View, role: Role, index: number): number | null {
  const list = byRank(view.roles).filter(({ id }) => id !== view.space.id);
  const from = list.findIndex(({ id }) => id === role.id);
  const to = Math.min(Math.max(index, 0), list.length - 1);
  if (from < 0 || from === to) return null;
  const position = list.length - to;
  return position < rankOf(view, view.me) ? position : null;
}

/** Given, taken, or as the space says. */
export type Word = 'allow' | 'inherit' | 'deny';

/** What a channel says of one permission. */
export function wordOf(
  { allow, deny }: Pick<ChannelOverride, 'allow' | 'deny'>,
  permission: Permission,
): Word {
  if (allow.includes(permission)) return 'allow';
  return deny.includes(permission) ? 'deny' : 'inherit';
}

/** The same channel saying something else of it. */
export function withWord<Rule extends Pick<ChannelOverride, 'allow' | 'deny'>>(
  rule: Rule,
  permission: Permission,
  word: Word,
): Rule {
  const without = (list: readonly Permission[]) => list.filter((each) => each !== permission);
  const [allow, deny] = [without(rule.allow), without(rule.deny)];
  return {
    ...rule,
    allow: word === 'allow' ? [...allow, permission] : allow,
    deny: word === 'deny' ? [...deny, permission] : deny,
  };
}

/** What this person may in a channel, resolved as Discord does. */
export function mayIn(
  view: View,
  rules: readonly ChannelOverride[],
): (permission: Permission) => boolean {
  if (may(view, 'ADMINISTRATOR')) return () => true;
  const { space, me } = view;
  const of = (wanted: (rule: ChannelOverride) => boolean): ChannelOverride[] =>
    rules.filter(wanted);
  const layers = [
    of(({ targetId }) => targetId === space.id),
    of(({ user, targetId }) => user === null && me.roleIds.includes(targetId)),
    of(({ targetId }) => targetId === me.userId),
  ];
  return (permission) =>
    layers.reduce(
      (allowed, layer) => {
        if (layer.some(({ allow }) => allow.includes(permission))) return true;
        return layer.some(({ deny }) => deny.includes(permission)) ? false : allowed;
      },
      may(view, permission),
    );
}

/** Whether it is the owner of the space. */
export function owns({ space }: View, user: UserId): boolean {
  return space.ownerId === user;
}
