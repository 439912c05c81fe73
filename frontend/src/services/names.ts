/** What people are called. */
import type { Member } from '../protocol';

/** What somebody is called in a space. */
export function nameOf({ nickname, user }: Pick<Member, 'nickname' | 'user'>): string {
  return nickname ?? user.displayName;
}
