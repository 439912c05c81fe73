/** The audit log in plain sentences: who did what to whom, and what it became. */
import type { AuditAction, AuditEntry, Permission } from '../../protocol';
import { momentOf } from '../../ui/times';
import { isThere, line, person, text, type Part } from './auditWords';
import { nameOfPermission } from './permissions';

/** How things are called now; `null` for what is gone or not known. */
export interface Names {
  user: (id: string) => string | null;
  role: (id: string) => string | null;
  channel: (id: string) => string | null;
}

const ACTIONS: Record<AuditAction, string> = {
  space_updated: 'Space changed',
  space_handed_over: 'Space handed over',
  channel_created: 'Channel made',
  channel_updated: 'Channel changed',
  channel_deleted: 'Channel deleted',
  override_put: 'Channel permissions changed',
  override_removed: 'Channel permissions removed',
  role_created: 'Role made',
  role_updated: 'Role changed',
  role_deleted: 'Role deleted',
  member_renamed: 'Member renamed',
  member_roles_changed: 'Roles of a member changed',
  member_timed_out: 'Member timed out',
  member_kicked: 'Member removed',
  member_banned: 'Member banned',
  member_unbanned: 'Ban lifted',
  invite_revoked: 'Invite revoked',
  message_deleted: 'Message deleted',
  embeds_removed: 'Previews taken away',
  message_pinned: 'Message pinned',
  message_unpinned: 'Message unpinned',
};

const DONE_TO_MESSAGES = {
  message_deleted: 'deleted',
  embeds_removed: 'took the previews away from',
  message_pinned: 'pinned',
  message_unpinned: 'unpinned',
};

/** The kinds of entries, for a filter. A newer server's are left out. */
export const AUDIT_ACTIONS = Object.entries(ACTIONS) as [AuditAction, string][];

/** "Ada removed Bo from the space". */
export function sentenceOf(entry: AuditEntry, names: Names): Part[] {
  const { actor, action, targetId, detail } = entry;
  const who: Part = { name: actor.displayName };
  const user = (id: unknown): Part =>
    typeof id === 'string' ? person(names.user(id)) : 'somebody who is gone';
  const role = (id: unknown): Part => thing(typeof id === 'string' ? names.role(id) : null, 'role');
  const channel = (id: unknown): Part => {
    const name = typeof id === 'string' ? names.channel(id) : null;
    return thing(name ?? text(detail['name']), 'channel');
  };
  const named = (what: string): Part => thing(text(detail['name']), what);
  switch (action) {
    case 'space_updated':
      return [who, ' changed the space'];
    case 'space_handed_over':
      return [who, ' handed the space over to ', user(targetId)];
    case 'channel_created':
      return [
        who,
        detail['kind'] === 'category' ? ' made the category ' : ' made the channel ',
        named('channel'),
      ];
    case 'channel_updated':
      return [who, ' changed the channel ', channel(targetId)];
    case 'channel_deleted':
      return [who, ' deleted the channel ', named('channel')];
    case 'override_put':
    case 'override_removed':
      return [
        who,
        action === 'override_put' ? ' said who may what in ' : ' took back what was said in ',
        channel(targetId),
        ' for ',
        roleOrUser(detail['targetId'], names),
      ];
    case 'role_created':
      return [who, ' made the role ', named('role')];
    case 'role_updated':
      return [who, ' changed the role ', role(targetId)];
    case 'role_deleted':
      return [who, ' deleted the role ', named('role')];
    case 'member_renamed':
      return [
        who,
        text(detail['nickname']) === null ? ' took the nickname of ' : ' renamed ',
        user(targetId),
      ];
    case 'member_roles_changed':
      return [who, ' changed the roles of ', user(targetId)];
    case 'member_timed_out':
      return [
        who,
        text(detail['timeoutUntil']) === null ? ' ended the time-out of ' : ' timed out ',
        user(targetId),
      ];
    case 'member_kicked':
      return [who, ' removed ', user(targetId)];
    case 'member_banned':
      return [who, ' banned ', user(targetId)];
    case 'member_unbanned':
      return [who, ' lifted the ban of ', user(targetId)];
    case 'invite_revoked':
      return [who, ' revoked an invite made by ', user(detail['inviterId'])];
    case 'message_deleted':
    case 'embeds_removed':
    case 'message_pinned':
    case 'message_unpinned':
      return [
        who,
        ` ${DONE_TO_MESSAGES[action]} a message of `,
        user(detail['authorId']),
        ' in ',
        channel(detail['channelId']),
      ];
    default:
      // A newer server knows more deeds than this page.
      return [who, ` did something this page does not know (${String(action)})`];
  }
}

/** What it became, one line each; none where the sentence says it all. */
export function detailsOf({ action, detail }: AuditEntry, names: Names): string[] {
  switch (action) {
    case 'space_updated':
      return [
        line('Name', text(detail['name'])),
        line('Description', text(detail['description'])),
        typeof detail['icon'] === 'boolean'
          ? detail['icon']
            ? 'Another picture'
            : 'Picture removed'
          : null,
      ].filter(isThere);
    case 'channel_updated':
      return channelLines(detail, names);
    case 'override_put':
      return [
        line('Allowed', permissions(detail['allow'])),
        line('Denied', permissions(detail['deny'])),
      ].filter(isThere);
    case 'role_created':
      return [line('May', permissions(detail['permissions']))].filter(isThere);
    case 'role_updated':
      return [
        line('Name', text(detail['name'])),
        line('Colour', text(detail['color'])),
        typeof detail['position'] === 'number' ? 'Moved to another place' : null,
        line('May', permissions(detail['permissions'])),
      ].filter(isThere);
    case 'member_renamed':
      return [line('Nickname', text(detail['nickname']))].filter(isThere);
    case 'member_roles_changed': {
      const ids = Array.isArray(detail['roleIds']) ? detail['roleIds'].map(String) : [];
      const held = ids.map((id) => names.role(id) ?? 'a role that is gone');
      return [held.length > 0 ? `Roles now: ${held.join(', ')}` : 'No roles any more'];
    }
    case 'member_timed_out':
      return [line('Until', moment(detail['timeoutUntil']))].filter(isThere);
    case 'member_banned':
      return [line('Reason', text(detail['reason']))].filter(isThere);
    default:
      return [];
  }
}

function channelLines(detail: Record<string, unknown>, names: Names): string[] {
  const parent = text(detail['parentId']);
  const seconds = detail['slowModeSeconds'];
  return [
    line('Name', text(detail['name'])),
    line('Topic', text(detail['topic'])),
    parent === null ? null : `Moved under ${names.channel(parent) ?? 'a category that is gone'}`,
    typeof detail['private'] === 'boolean'
      ? detail['private']
        ? 'Private from then on'
        : 'Open to everyone from then on'
      : null,
    typeof seconds === 'number'
      ? seconds > 0
        ? `Slow mode: ${seconds} s`
        : 'No slow mode any more'
      : null,
    typeof detail['position'] === 'number' ? 'Moved to another place' : null,
  ].filter(isThere);
}

function roleOrUser(id: unknown, names: Names): Part {
  if (typeof id !== 'string') return 'somebody who is gone';
  const name = names.role(id) ?? names.user(id);
  return name === null ? 'a role or somebody gone' : { name };
}

function thing(name: string | null, what: string): Part {
  return name === null ? `a ${what} that is gone` : { name };
}

function permissions(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  const names = value.map((each) => nameOfPermission(String(each) as Permission));
  return names.length > 0 ? names.join(', ') : 'nothing';
}

function moment(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? momentOf(value) : null;
}
