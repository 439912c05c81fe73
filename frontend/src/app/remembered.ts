/** What this browser remembers between visits. Storage may be forbidden: then nothing is. */
import type { Ready } from '../features/attachments/attachmentsSlice';
import { chosenOf, looksFrom, type Looks } from '../features/settings/looks';
import type { ChannelId, MessageId, ReplyPreview, SpaceId, UserId } from '../protocol';
import { readJson, readText, writeJson, writeText } from '../services/storage';

const SESSION = 'parlor.session';
/** Read by `public/looks.js` too, before anything is painted. */
const LOOKS = 'parlor.looks';
const DRAFTS = 'parlor.drafts.';
const REPLIES = 'parlor.replies.';
const FILES = 'parlor.files.';
const CHANNEL = 'parlor.channel';
/** When conversations were last alive. */
const NEWEST = 'parlor.newest.';
/** By space. */
const CHANNELS = 'parlor.channels';
const FOLDED = 'parlor.folded';
/** How wide the sides are, by name. */
const WIDTHS = 'parlor.widths';

/** Small things by name. Secrets are not among them. */
export const remembered = {
  /** Whether there may be a session, in a cookie that no script can see. */
  session: (): boolean => readText(SESSION) !== null,
  sessionIs: (there: boolean): void => writeText(SESSION, there ? '1' : null),

  looks: (): Looks => looksFrom(readJson(LOOKS)),
  looksAre: (looks: Looks): void => writeAll(LOOKS, chosenOf(looks)),

  width: (of: string): number | null => {
    const width = (readJson(WIDTHS) as Record<string, unknown> | null)?.[of];
    return typeof width === 'number' && Number.isFinite(width) ? width : null;
  },
  widthIs: (of: string, width: number | null): void => {
    const { [of]: _before, ...others } = (readJson(WIDTHS) as Record<string, number> | null) ?? {};
    writeAll(WIDTHS, width === null ? others : { ...others, [of]: width });
  },

  drafts: (user: UserId): Record<ChannelId, string> =>
    (readJson(DRAFTS + user) as Record<ChannelId, string> | null) ?? {},
  draftsAre: (user: UserId, drafts: Record<ChannelId, string>): void =>
    writeAll(DRAFTS + user, drafts),

  /** What the drafts answer. */
  replies: (user: UserId): Record<ChannelId, ReplyPreview> =>
    (readJson(REPLIES + user) as Record<ChannelId, ReplyPreview> | null) ?? {},
  repliesAre: (user: UserId, replies: Record<ChannelId, ReplyPreview>): void =>
    writeAll(REPLIES + user, replies),

  /** Files the server has that wait for their message. */
  files: (user: UserId): Ready => (readJson(FILES + user) as Ready | null) ?? {},
  filesAre: (user: UserId, files: Ready): void => writeAll(FILES + user, files),

  /** The channel that was open last; of a space, where one is named. */
  channel: (space?: SpaceId): ChannelId | null =>
    space === undefined
      ? readText(CHANNEL)
      : ((readJson(CHANNELS) as Record<SpaceId, ChannelId> | null)?.[space] ?? null),
  channelIs: (id: ChannelId, space: SpaceId | null): void => {
    writeText(CHANNEL, id);
    if (space === null) return;
    const channels = readJson(CHANNELS) as Record<SpaceId, ChannelId> | null;
    writeJson(CHANNELS, { ...channels, [space]: id });
  },

  /** Categories that are folded up. */
  folded: (): ChannelId[] => (readJson(FOLDED) as ChannelId[] | null) ?? [],
  foldedAre: (ids: ChannelId[]): void => writeAll(FOLDED, ids),

  /** The newest message of each direct conversation, for their order. */
  newest: (user: UserId): Record<ChannelId, MessageId> =>
    (readJson(NEWEST + user) as Record<ChannelId, MessageId> | null) ?? {},
  newestAre: (user: UserId, newest: Record<ChannelId, MessageId>): void =>
    writeAll(NEWEST + user, newest),
};

/** Taken away where there is nothing in it. */
function writeAll(key: string, things: object): void {
  writeJson(key, Object.keys(things).length === 0 ? null : things);
}
