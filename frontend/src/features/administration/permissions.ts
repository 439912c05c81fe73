/** Every permission in plain words, in the order people look for them. */
import type { ChannelKind, Permission } from '../../protocol';
import { words } from './permissionWords';

/** A permission as it is shown. */
export interface PermissionWords {
  permission: Permission;
  name: string;
  what: string;
}

/** Permissions that belong together. */
export interface PermissionGroup {
  title: string;
  permissions: PermissionWords[];
}

const entry = (permission: Permission, name: string, what: string): PermissionWords => ({
  permission,
  name,
  what,
});

const ofSpace = (): PermissionGroup => ({
  title: words.space,
  permissions: [
    entry('VIEW_CHANNEL', words.seeChannels, words.seeChannelsThatAreNot),
    entry('MANAGE_CHANNELS', words.manageChannels, words.makeChangeAndDeleteChannels),
    entry('MANAGE_ROLES', words.manageRoles, words.makeChangeAndGiveRoles),
    entry('MANAGE_SPACE', words.manageSpace, words.changeItsNamePictureAnd),
    entry('VIEW_AUDIT_LOG', words.readAuditLog, words.seeWhoChangedWhatAnd),
  ],
});

const ofPeople = (): PermissionGroup => ({
  title: words.people,
  permissions: [
    entry('CREATE_INVITE', words.invitePeople, words.makeLinksThatLetOthers),
    entry('KICK_MEMBERS', words.removeMembers, words.membersBelowThemWithInvite),
    entry('BAN_MEMBERS', words.banMembers, words.membersBelowThemForGood),
    entry('TIMEOUT_MEMBERS', words.timeOutMembers, words.membersBelowThemCannotWrite),
  ],
});

const ofText = (): PermissionGroup => ({
  title: words.writing,
  permissions: [
    entry('SEND_MESSAGES', words.writeMessages, words.withoutItPeopleCanOnly),
    entry('ADD_REACTIONS', words.react, words.putEmojiUnderMessages),
    entry('ATTACH_FILES', words.attachFiles, words.sendPicturesAndOtherFiles),
    entry('EMBED_LINKS', words.previewLinks, words.whatTheyLinkToIs),
    entry('MENTION_EVERYONE', words.mentionEveryone, words.callAllMembersAtOnce),
    entry('MANAGE_MESSAGES', words.manageMessages, words.deleteAndPinWhatOthers),
  ],
});

const ofVoice = (): PermissionGroup => ({
  title: words.voice,
  permissions: [
    entry('CONNECT', words.join, words.enterVoiceChannelsAndHear),
    entry('SPEAK', words.speak, words.beHeard),
    entry('VIDEO', words.showVideo, words.shareCameraOrScreen),
    entry('MUTE_MEMBERS', words.muteOthers, words.othersAreNotHeardBy),
    entry('DEAFEN_MEMBERS', words.deafenOthers, words.othersHearNobody),
    entry('MOVE_MEMBERS', words.moveOthers, words.fromOneVoiceChannelTo),
  ],
});

const ofAll = (): PermissionGroup => ({
  title: words.everything,
  permissions: [entry('ADMINISTRATOR', words.administrator, words.everythingAboveInEveryChannel)],
});

/** For roles. Voice is shown where the instance has it. */
export function groupsOf(voice: boolean): PermissionGroup[] {
  return [ofSpace(), ofPeople(), ofText(), ...(voice ? [ofVoice()] : []), ofAll()];
}

/** What of the permissions of a space means something in one channel alone, and how it is called there. */
const inChannel = (): PermissionWords[] => [
  entry('VIEW_CHANNEL', words.seeChannel, words.withoutItChannelIsNot),
  entry('MANAGE_CHANNELS', words.manageChannel, words.changeItsNameTopicAnd),
  entry('MANAGE_ROLES', words.manageWhoMayWhatHere, words.changeWhatThisPageShows),
];

/** For one channel: what means nothing there is left out. */
export function groupsIn(kind: ChannelKind, voice: boolean): PermissionGroup[] {
  return [
    { title: kind === 'category' ? words.category : words.channel, permissions: inChannel() },
    ofText(),
    ...(voice && kind !== 'text' ? [ofVoice()] : []),
  ];
}

/** "Write messages". A permission of a newer server keeps its own name. */
export function nameOfPermission(permission: Permission): string {
  const all = groupsOf(true).flatMap(({ permissions }) => permissions);
  return all.find((each) => each.permission === permission)?.name ?? permission;
}
