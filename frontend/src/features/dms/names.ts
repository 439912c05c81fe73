/** What a conversation is called: after those who are in it. */
import type { Channel, User, UserId } from '../../protocol';
import { words } from './words';
import { common } from '../../language/common';

/** A group is up to ten people. */
export const GROUP_MAX = 10;

/** Everybody in it but oneself. */
export function othersIn({ members = [] }: Pick<Channel, 'members'>, me: UserId): User[] {
  return members.filter(({ id }) => id !== me);
}

/** Their names; of a group that all others left, one's own fate. */
export function dmName(channel: Pick<Channel, 'members'>, me: UserId): string {
  const names = othersIn(channel, me).map(({ displayName }) => displayName);
  return names.length > 0 ? names.join(common.comma) : words.onlyYou;
}
