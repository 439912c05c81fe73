/** What a message says, in plain words: for lists, notifications and everything that shows no marks. */
import type { ChannelId, RoleId, UserId } from '../../protocol';

/** What ids in a text are called; `undefined` for what is not known here. */
export interface Names {
  person: (id: UserId) => string | undefined;
  role: (id: RoleId) => string | undefined;
  channel: (id: ChannelId) => string | undefined;
}

/** Stands for what its author wanted to be hidden at first. */
const HIDDEN = '▒▒▒';

/** Names instead of ids, no marks of emphasis, and nothing that is hidden. */
export function plainOf(content: string, names: Names): string {
  return content
    .replaceAll(/\|\|(?=\S)[\s\S]+?\|\|/g, HIDDEN)
    .replaceAll(/^```\S*\n?|\n?```$/gm, '')
    .replaceAll(/(\*\*|~~|`)(?=\S)(.+?)\1/g, '$2')
    .replaceAll(/<@&(\d+)>/g, (_all, id: RoleId) => `@${names.role(id) ?? 'role'}`)
    .replaceAll(/<@(\d+)>/g, (_all, id: UserId) => `@${names.person(id) ?? 'somebody'}`)
    .replaceAll(/<#(\d+)>/g, (_all, id: ChannelId) => `#${names.channel(id) ?? 'channel'}`);
}

/** The same in one line. */
export function lineOf(content: string, names: Names): string {
  return plainOf(content, names).replaceAll(/\s+/g, ' ').trim();
}
