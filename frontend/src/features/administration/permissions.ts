/** Every permission in plain words, in the order people look for them. */
import type { ChannelKind, Permission } from '../../protocol';

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

const words = (permission: Permission, name: string, what: string): PermissionWords => ({
  permission,
  name,
  what,
});

const SPACE: PermissionGroup = {
  title: 'The space',
  permissions: [
    words('VIEW_CHANNEL', 'See channels', 'See channels that are not private, and read them.'),
    words('MANAGE_CHANNELS', 'Manage channels', 'Make, change and delete channels and categories.'),
    words(
      'MANAGE_ROLES',
      'Manage roles',
      'Make, change and give roles below their own, and say who may do what in a channel.',
    ),
    words(
      'MANAGE_SPACE',
      'Manage the space',
      'Change its name, picture and description, call members by other names, see all invites.',
    ),
    words('VIEW_AUDIT_LOG', 'Read the audit log', 'See who changed what, and when.'),
  ],
};

const PEOPLE: PermissionGroup = {
  title: 'People',
  permissions: [
    words('CREATE_INVITE', 'Invite people', 'Make links that let others in.'),
    words('KICK_MEMBERS', 'Remove members', 'Members below them; with an invite they can return.'),
    words('BAN_MEMBERS', 'Ban members', 'Members below them, for good, and see and lift bans.'),
    words(
      'TIMEOUT_MEMBERS',
      'Time out members',
      'Members below them cannot write or speak a while.',
    ),
  ],
};

const TEXT: PermissionGroup = {
  title: 'Writing',
  permissions: [
    words('SEND_MESSAGES', 'Write messages', 'Without it, people can only read.'),
    words('ADD_REACTIONS', 'React', 'Put emoji under messages.'),
    words('ATTACH_FILES', 'Attach files', 'Send pictures and other files.'),
    words('EMBED_LINKS', 'Preview links', 'What they link to is shown below the message.'),
    words(
      'MENTION_EVERYONE',
      'Mention everyone',
      'Call all members at once with @everyone and @here.',
    ),
    words(
      'MANAGE_MESSAGES',
      'Manage messages',
      'Delete and pin what others wrote. Slow mode does not hold for them.',
    ),
  ],
};

const VOICE: PermissionGroup = {
  title: 'Voice',
  permissions: [
    words('CONNECT', 'Join', 'Enter voice channels and hear others.'),
    words('SPEAK', 'Speak', 'Be heard.'),
    words('VIDEO', 'Show video', 'Share a camera or a screen.'),
    words('MUTE_MEMBERS', 'Mute others', 'Others are not heard by anybody.'),
    words('DEAFEN_MEMBERS', 'Deafen others', 'Others hear nobody.'),
    words('MOVE_MEMBERS', 'Move others', 'From one voice channel to another.'),
  ],
};

const ALL: PermissionGroup = {
  title: 'Everything',
  permissions: [
    words(
      'ADMINISTRATOR',
      'Administrator',
      'Everything above, in every channel, private ones too. Give it to few.',
    ),
  ],
};

/** For roles. Voice is shown where the instance has it. */
export function groupsOf(voice: boolean): PermissionGroup[] {
  return voice ? [SPACE, PEOPLE, TEXT, VOICE, ALL] : [SPACE, PEOPLE, TEXT, ALL];
}

/** What means something in one channel alone. */
const IN_A_CHANNEL = new Set<Permission>([
  'VIEW_CHANNEL',
  'MANAGE_CHANNELS',
  'MANAGE_ROLES',
  ...TEXT.permissions.map(({ permission }) => permission),
  ...VOICE.permissions.map(({ permission }) => permission),
]);

const CHANNEL_WORDS: Partial<Record<Permission, [name: string, what: string]>> = {
  VIEW_CHANNEL: ['See the channel', 'Without it, the channel is not there for them.'],
  MANAGE_CHANNELS: ['Manage the channel', 'Change its name, topic and slow mode, or delete it.'],
  MANAGE_ROLES: ['Manage who may what here', 'Change what this page shows, as far as they may.'],
};

/** For one channel: what means nothing there is left out. */
export function groupsIn(kind: ChannelKind, voice: boolean): PermissionGroup[] {
  const wanted = kind === 'text' ? [SPACE, TEXT] : [SPACE, TEXT, VOICE];
  return wanted
    .filter((group) => voice || group !== VOICE)
    .map(({ title, permissions }) => ({
      title: title === SPACE.title ? (kind === 'category' ? 'The category' : 'The channel') : title,
      permissions: permissions
        .filter(({ permission }) => IN_A_CHANNEL.has(permission))
        .map((each) => {
          const [name, what] = CHANNEL_WORDS[each.permission] ?? [each.name, each.what];
          return { permission: each.permission, name, what };
        }),
    }));
}

const NAMES = new Map(
  [SPACE, PEOPLE, TEXT, VOICE, ALL]
    .flatMap(({ permissions }) => permissions)
    .map(({ permission, name }) => [permission, name]),
);

/** "Write messages". A permission of a newer server keeps its own name. */
export function nameOfPermission(permission: Permission): string {
  return NAMES.get(permission) ?? permission;
}
