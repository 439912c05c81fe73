/** What this browser remembers between visits. Storage may be forbidden: then nothing is. */
import type { Theme } from '../features/settings/settingsSlice';
import type { ChannelId, UserId } from '../protocol';

const SESSION = 'parlor.session';
/** Read by `public/theme.js` too, before anything is painted. */
const THEME = 'parlor.theme';
const DRAFTS = 'parlor.drafts.';
const CHANNEL = 'parlor.channel';

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

  drafts: (user: UserId): Record<ChannelId, string> => {
    try {
      return JSON.parse(read(DRAFTS + user) ?? '{}') as Record<ChannelId, string>;
    } catch {
      return {};
    }
  },
  draftsAre: (user: UserId, drafts: Record<ChannelId, string>): void =>
    write(DRAFTS + user, Object.keys(drafts).length === 0 ? null : JSON.stringify(drafts)),

  /** The channel that was open last. */
  channel: (): ChannelId | null => read(CHANNEL),
  channelIs: (id: ChannelId): void => write(CHANNEL, id),
};

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
