/** What this browser remembers between visits. Storage may be forbidden: then nothing is. */
import type { Ready } from '../features/attachments/attachmentsSlice';
import type { Theme } from '../features/settings/settingsSlice';
import type { ChannelId, MessageId, SpaceId, UserId } from '../protocol';

const SESSION = 'parlor.session';
/** Read by `public/theme.js` too, before anything is painted. */
const THEME = 'parlor.theme';
const DRAFTS = 'parlor.drafts.';
const FILES = 'parlor.files.';
const CHANNEL = 'parlor.channel';
/** When conversations were last alive. */
const NEWEST = 'parlor.newest.';
/** By space. */
const CHANNELS = 'parlor.channels';
const FOLDED = 'parlor.folded';

/** Small things by name. Secrets are not among them. */
export const remembered = {
  /** Whether there may be a session, in a cookie that no script can see. */
  session: (): boolean => read(SESSION) !== null,
  sessionIs: (there: boolean): void => write(SESSION, there ? '1' : null),

  theme: (): Theme => {
    const theme = read(THEME);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  },
  themeIs: (theme: Theme): void => write(THEME, theme === 'system' ? null : theme),

  drafts: (user: UserId): Record<ChannelId, string> =>
    parsed<Record<ChannelId, string>>(DRAFTS + user) ?? {},
  draftsAre: (user: UserId, drafts: Record<ChannelId, string>): void =>
    write(DRAFTS + user, Object.keys(drafts).length === 0 ? null : JSON.stringify(drafts)),

  /** Files the server has that wait for their message. */
  files: (user: UserId): Ready => parsed<Ready>(FILES + user) ?? {},
  filesAre: (user: UserId, files: Ready): void =>
    write(FILES + user, Object.keys(files).length === 0 ? null : JSON.stringify(files)),

  /** The channel that was open last; of a space, where one is named. */
  channel: (space?: SpaceId): ChannelId | null =>
    space === undefined
      ? read(CHANNEL)
      : (parsed<Record<SpaceId, ChannelId>>(CHANNELS)?.[space] ?? null),
  channelIs: (id: ChannelId, space: SpaceId | null): void => {
    write(CHANNEL, id);
    if (space === null) return;
    const channels = parsed<Record<SpaceId, ChannelId>>(CHANNELS);
    write(CHANNELS, JSON.stringify({ ...channels, [space]: id }));
  },

  /** Categories that are folded up. */
  folded: (): ChannelId[] => parsed<ChannelId[]>(FOLDED) ?? [],
  foldedAre: (ids: ChannelId[]): void =>
    write(FOLDED, ids.length === 0 ? null : JSON.stringify(ids)),

  /** The newest message of each direct conversation, for their order. */
  newest: (user: UserId): Record<ChannelId, MessageId> =>
    parsed<Record<ChannelId, MessageId>>(NEWEST + user) ?? {},
  newestAre: (user: UserId, newest: Record<ChannelId, MessageId>): void =>
    write(NEWEST + user, Object.keys(newest).length === 0 ? null : JSON.stringify(newest)),
};

/** `null` for what is not there, or was written by something else. */
function parsed<Value>(key: string): Value | null {
  try {
    return JSON.parse(read(key) ?? 'null') as Value | null;
  } catch {
    return null;
  }
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Full or forbidden: then it is not remembered.
  }
}
