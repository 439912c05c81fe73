/** What somebody may do in a space, for showing what there is to do. The server decides. */
import type { Member, Permission, Role, Space } from '../../protocol';

/** Whether a member has a permission by the roles of the space; the owner has every one. */
export function may(
  { space, roles, me }: { space: Space; roles: Role[]; me: Member },
  permission: Permission,
): boolean {
  if (space.ownerId === me.userId) return true;
  const mine = roles.filter(({ id }) => id === space.id || me.roleIds.includes(id));
  return mine.some(
    ({ permissions }) => permissions.includes(permission) || permissions.includes('ADMINISTRATOR'),
  );
}
