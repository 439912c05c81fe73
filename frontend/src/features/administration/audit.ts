/** The audit log in plain sentences: who did what to whom, and what it became. */
import type { AuditAction, AuditEntry, Permission } from '../../protocol';
import { momentOf } from '../../ui/times';
import { isThere, line, person, text } from './auditWords';
import type { Part } from './told';
import { nameOfPermission } from './permissions';
import { common } from '../../language/common';
import { words } from './logWords';

/** How things are called now; `null` for what is gone or not known. */
export interface Names {
  user: (id: string) => string | null;
  role: (id: string) => string | null;
  channel: (id: string) => string | null;
}

/** The kinds of entries, for a filter. A newer server's are left out. */
export function auditActions(): [AuditAction, string][] {
  return Object.entries<string>(words.actions satisfies Record<AuditAction, string>) as [
    AuditAction,
    string,
  ][];
}

/** "Ada removed Bo from the space". */
export function sentenceOf(entry: AuditEntry, names: Names): Part[] {
  const { actor, action, targetId, detail } = entry;
  const who: Part = { name: actor.displayName };
  const user = (id: unknown): Part =>
    typeof id === 'string' ? person(names.user(id)) : words.somebodyWhoIsGone;
  const role = (id: unknown): Part => thing(typeof id === 'string' ? names.role(id) : null, 'role');
  const channel = (id: unknown): Part => {
    const name = typeof id === 'string' ? names.channel(id) : null;
    return thing(name ?? text(detail['name']), 'channel');
  };
  const named = (what: keyof typeof words.gone): Part => thing(text(detail['name']), what);
  const { told } = words;
  switch (action) {
    case 'space_updated':
      return told.space_updated(who);
    case 'channel_created':
      return detail['kind'] === 'category'
        ? told.category_created(who, named('channel'))
        : told.channel_created(who, named('channel'));
    case 'channel_updated':
      return told.channel_updated(who, channel(targetId));
    case 'channel_deleted':
      return told.channel_deleted(who, named('channel'));
    case 'override_put':
    case 'override_removed':
      return told[action](who, channel(targetId), roleOrUser(detail['targetId'], names));
    case 'role_updated':
      return told.role_updated(who, role(targetId));
    case 'role_created':
    case 'role_deleted':
      return told[action](who, named('role'));
    case 'member_renamed':
      return text(detail['nickname']) === null
        ? told.nickname_taken(who, user(targetId))
        : told.member_renamed(who, user(targetId));
    case 'member_timed_out':
      return text(detail['timeoutUntil']) === null
        ? told.timeout_ended(who, user(targetId))
        : told.member_timed_out(who, user(targetId));
    case 'voice_muted':
      return detail['muted'] === false
        ? told.voice_unmuted(who, user(targetId))
        : told.voice_muted(who, user(targetId));
    case 'voice_deafened':
      return detail['deafened'] === false
        ? told.voice_undeafened(who, user(targetId))
        : told.voice_deafened(who, user(targetId));
    case 'voice_moved':
      return told.voice_moved(
        who,
        user(targetId),
        channel(detail['fromId']),
        channel(detail['channelId']),
      );
    case 'voice_disconnected':
      return told.voice_disconnected(who, user(targetId), channel(detail['channelId']));
    case 'space_handed_over':
    case 'member_roles_changed':
    case 'member_kicked':
    case 'member_banned':
    case 'member_unbanned':
      return told[action](who, user(targetId));
    case 'invite_revoked':
      return told.invite_revoked(who, user(detail['inviterId']));
    case 'message_deleted':
    case 'embeds_removed':
    case 'message_pinned':
    case 'message_unpinned':
      return told[action](who, user(detail['authorId']), channel(detail['channelId']));
    default:
      // A newer server knows more deeds than this page.
      return told.unknown(who, String(action));
  }
}

/** What it became, one line each; none where the sentence says it all. */
export function detailsOf({ action, detail }: AuditEntry, names: Names): string[] {
  switch (action) {
    case 'space_updated':
      return [
        line(common.name, text(detail['name'])),
        line(words.description, text(detail['description'])),
        typeof detail['icon'] === 'boolean'
          ? detail['icon']
            ? words.anotherPicture
            : words.pictureRemoved
          : null,
      ].filter(isThere);
    case 'channel_updated':
      return channelLines(detail, names);
    case 'override_put':
      return [
        line(words.allowed, permissions(detail['allow'])),
        line(words.denied, permissions(detail['deny'])),
      ].filter(isThere);
    case 'role_created':
      return [line(words.may, permissions(detail['permissions']))].filter(isThere);
    case 'role_updated':
      return [
        line(common.name, text(detail['name'])),
        line(words.colour, text(detail['color'])),
        typeof detail['position'] === 'number' ? words.movedToAnotherPlace : null,
        line(words.may, permissions(detail['permissions'])),
      ].filter(isThere);
    case 'member_renamed':
      return [line(words.nickname, text(detail['nickname']))].filter(isThere);
    case 'member_roles_changed': {
      const ids = Array.isArray(detail['roleIds']) ? detail['roleIds'].map(String) : [];
      const held = ids.map((id) => names.role(id) ?? words.gone.role);
      return [held.length > 0 ? words.rolesNow(held.join(common.comma)) : words.noRolesAnyMore];
    }
    case 'member_timed_out':
      return [line(words.until, moment(detail['timeoutUntil']))].filter(isThere);
    case 'member_banned':
      return [line(words.reason, text(detail['reason']))].filter(isThere);
    default:
      return [];
  }
}

function channelLines(detail: Record<string, unknown>, names: Names): string[] {
  const parent = text(detail['parentId']);
  const { slowModeSeconds: seconds, userLimit: limit, bitrate } = detail;
  return [
    line(common.name, text(detail['name'])),
    line(words.topic, text(detail['topic'])),
    parent === null ? null : words.movedUnder(names.channel(parent) ?? words.categoryThatIsGone),
    typeof detail['private'] === 'boolean'
      ? detail['private']
        ? words.privateFromThenOn
        : words.openFromThenOn
      : null,
    typeof seconds === 'number'
      ? seconds > 0
        ? words.slowMode(seconds)
        : words.noSlowModeAnyMore
      : null,
    typeof limit === 'number'
      ? limit > 0
        ? words.peopleAtMost(limit)
        : words.anyNumberOfPeople
      : null,
    typeof bitrate === 'number' ? words.soundOf(bitrate / 1_000) : null,
    typeof detail['position'] === 'number' ? words.movedToAnotherPlace : null,
  ].filter(isThere);
}

function roleOrUser(id: unknown, names: Names): Part {
  if (typeof id !== 'string') return words.somebodyWhoIsGone;
  const name = names.role(id) ?? names.user(id);
  return name === null ? words.roleOrSomebodyGone : { name };
}

function thing(name: string | null, what: keyof typeof words.gone): Part {
  return name === null ? words.gone[what] : { name };
}

function permissions(value: unknown): string | null {
  if (!Array.isArray(value)) return null;
  const names = value.map((each) => nameOfPermission(String(each) as Permission));
  return names.length > 0 ? names.join(common.comma) : words.mayNothing;
}

function moment(value: unknown): string | null {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? momentOf(value) : null;
}
