/** What the logs of a space and of the server say. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { parts } from '../../language/mix';
import { english } from '../../language/plural';
import type { Part } from './told';

export const words = catalogue('features/administration/logWords', {
  entries: 'Entries',
  anybody: 'Anybody',
  anything: 'Anything',
  auditLog: 'Audit log',
  what: 'What',
  byWhom: 'By whom',
  lookFurtherBack: 'Look further back',
  from: 'From',
  to: 'Up to',
  nothingMatches: 'No entry is like that.',
  showAll: 'Show all',
  newest: (read: number) => `The newest ${number(read)} entries`,
  countOf: (read: number) => english(read, '1 entry', `${number(read)} entries`),
  nothingHasHappenedYet: 'Nothing has happened yet',
  whoChanges: (space: string) =>
    `Who changes ${space}, its channels, roles or members stands here from then on.`,

  /** The kinds of entries. */
  actions: {
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
    voice_muted: 'Muted in voice',
    voice_deafened: 'Deafened in voice',
    voice_moved: 'Moved to another call',
    voice_disconnected: 'Taken out of a call',
  },
  instanceActions: {
    account_disabled: 'Account disabled',
    account_enabled: 'Account enabled',
    admin_named: 'Admin named',
    admin_dismissed: 'Admin dismissed',
    sessions_ended: 'Signed out everywhere',
    reset_link_made: 'Reset link made',
    password_reset: 'Password replaced',
    settings_changed: 'Settings changed',
  },

  /** Who did what. */
  told: {
    space_updated: (who: Part) => parts`${who} changed the space`,
    space_handed_over: (who: Part, whom: Part) => parts`${who} handed the space over to ${whom}`,
    category_created: (who: Part, what: Part) => parts`${who} made the category ${what}`,
    channel_created: (who: Part, what: Part) => parts`${who} made the channel ${what}`,
    channel_updated: (who: Part, what: Part) => parts`${who} changed the channel ${what}`,
    channel_deleted: (who: Part, what: Part) => parts`${who} deleted the channel ${what}`,
    override_put: (who: Part, where: Part, whom: Part) =>
      parts`${who} said who may what in ${where} for ${whom}`,
    override_removed: (who: Part, where: Part, whom: Part) =>
      parts`${who} took back what was said in ${where} for ${whom}`,
    role_created: (who: Part, what: Part) => parts`${who} made the role ${what}`,
    role_updated: (who: Part, what: Part) => parts`${who} changed the role ${what}`,
    role_deleted: (who: Part, what: Part) => parts`${who} deleted the role ${what}`,
    member_renamed: (who: Part, whom: Part) => parts`${who} renamed ${whom}`,
    nickname_taken: (who: Part, whom: Part) => parts`${who} took the nickname of ${whom}`,
    member_roles_changed: (who: Part, whom: Part) => parts`${who} changed the roles of ${whom}`,
    member_timed_out: (who: Part, whom: Part) => parts`${who} timed out ${whom}`,
    timeout_ended: (who: Part, whom: Part) => parts`${who} ended the time-out of ${whom}`,
    member_kicked: (who: Part, whom: Part) => parts`${who} removed ${whom}`,
    member_banned: (who: Part, whom: Part) => parts`${who} banned ${whom}`,
    member_unbanned: (who: Part, whom: Part) => parts`${who} lifted the ban of ${whom}`,
    invite_revoked: (who: Part, whose: Part) => parts`${who} revoked an invite made by ${whose}`,
    message_deleted: (who: Part, whose: Part, where: Part) =>
      parts`${who} deleted a message of ${whose} in ${where}`,
    embeds_removed: (who: Part, whose: Part, where: Part) =>
      parts`${who} took the previews away from a message of ${whose} in ${where}`,
    message_pinned: (who: Part, whose: Part, where: Part) =>
      parts`${who} pinned a message of ${whose} in ${where}`,
    message_unpinned: (who: Part, whose: Part, where: Part) =>
      parts`${who} unpinned a message of ${whose} in ${where}`,
    voice_muted: (who: Part, whom: Part) => parts`${who} muted ${whom} in voice`,
    voice_unmuted: (who: Part, whom: Part) => parts`${who} let ${whom} be heard in voice again`,
    voice_deafened: (who: Part, whom: Part) => parts`${who} deafened ${whom} in voice`,
    voice_undeafened: (who: Part, whom: Part) => parts`${who} let ${whom} hear voice again`,
    voice_moved: (who: Part, whom: Part, from: Part, to: Part) =>
      parts`${who} moved ${whom} from ${from} to ${to}`,
    voice_disconnected: (who: Part, whom: Part, where: Part) =>
      parts`${who} took ${whom} out of the call in ${where}`,
    account_disabled: (who: Part, whom: Part) => parts`${who} disabled the account of ${whom}`,
    account_enabled: (who: Part, whom: Part) => parts`${who} enabled the account of ${whom}`,
    admin_named: (who: Part, whom: Part) => parts`${who} made ${whom} an admin`,
    admin_dismissed: (who: Part, whom: Part) => parts`${who} took back the admin of ${whom}`,
    sessions_ended: (who: Part, whom: Part) => parts`${who} signed ${whom} out everywhere`,
    reset_link_made: (who: Part, whom: Part) => parts`${who} made a reset link for ${whom}`,
    password_reset: (who: Part, whom: Part) => parts`${who} gave ${whom} another password`,
    settings_changed: (who: Part) => parts`${who} changed the settings of the server`,
    unknown: (who: Part, action: string) =>
      parts<Part>`${who} did something this page does not know (${action})`,
  },

  somebodyWhoIsGone: 'somebody who is gone',
  gone: { channel: 'a channel that is gone', role: 'a role that is gone' },
  roleOrSomebodyGone: 'a role or somebody gone',
  operator: 'The operator at the machine',

  line: (label: string, value: string) => `${label}: ${value}`,
  lineOfNone: (label: string) => `${label}: none`,
  description: 'Description',
  anotherPicture: 'Another picture',
  pictureRemoved: 'Picture removed',
  allowed: 'Allowed',
  denied: 'Denied',
  may: 'May',
  mayNothing: 'nothing',
  colour: 'Colour',
  movedToAnotherPlace: 'Moved to another place',
  nickname: 'Nickname',
  rolesNow: (roles: string) => `Roles now: ${roles}`,
  noRolesAnyMore: 'No roles any more',
  until: 'Until',
  reason: 'Reason',
  topic: 'Topic',
  movedUnder: (category: string) => `Moved under ${category}`,
  categoryThatIsGone: 'a category that is gone',
  privateFromThenOn: 'Private from then on',
  openFromThenOn: 'Open to everyone from then on',
  peopleAtMost: (count: number) => `People at most: ${number(count)}`,
  anyNumberOfPeople: 'As many people as the server lets',
  soundOf: (kilobits: number) => `Sound quality: ${number(kilobits)} kbit/s`,
  slowMode: (seconds: number) => `Slow mode: ${number(seconds)} s`,
  noSlowModeAnyMore: 'No slow mode any more',
  whoMayMakeAccount: 'Who may make an account',
  whoMayMakeSpace: 'Who may make a space',
  startedWith: 'as the server was started with',
  signedOutOf: (count: number) =>
    count === 0
      ? 'They were signed in nowhere'
      : english(count, 'Signed out of 1 device', `Signed out of ${number(count)} devices`),
});
