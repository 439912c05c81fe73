/** A channel's conversation, with everything other features know about it. */
import { useCallback, useMemo, useRef } from 'react';
import { useSelector } from 'react-redux';
import { Attachments } from '../features/attachments/Attachments';
import { Still } from '../features/attachments/Still';
import { Tray } from '../features/attachments/Tray';
import { useFiles } from '../features/attachments/useFiles';
import { selectInstance } from '../features/auth/authSlice';
import { Embeds } from '../features/embeds/Embeds';
import { Conversation } from '../features/messages/Conversation';
import type { May, Parts, Writing } from '../features/messages/context';
import { ReactButton, Reactions } from '../features/reactions/Reactions';
import { selectStanding } from '../features/reads/readsSlice';
import { unreadOf } from '../features/reads/standing';
import { mayIn, timedOutUntil } from '../services/permissions';
import { selectSpace, type SpaceEntry } from '../features/spaces/spacesSlice';
import { TypingLine } from '../features/typing/TypingLine';
import type { Channel, Me, Permission } from '../protocol';
import { useAct, type Verb } from '../services';
import { NamesContext } from '../ui/markdown/names';
import { useNow } from '../ui/useNow';
import { iconOf, titleOf } from './directory';
import { useRoute } from './router';
import type { State } from './store';
import { useNames } from './useNames';

const Previews: Parts['Embeds'] = (props) => <Embeds {...props} Still={Still} />;

const PARTS: Parts = { Reactions, ReactButton, Attachments, Embeds: Previews, Tray };

/** The server passes on no more than one word in so long. */
const TYPING_EVERY_MS = 4_000;

interface ChannelConversationProps {
  channel: Channel;
  me: Me;
}

/** Made anew for each channel. */
export function ChannelConversation({ channel, me }: ChannelConversationProps) {
  const route = useRoute();
  const limits = useSelector(selectInstance)?.limits ?? null;
  const { spaceId } = channel;
  const entry = useSelector((state: State) => (spaceId ? selectSpace(state, spaceId) : null));
  const standing = useSelector((state: State) => selectStanding(state, channel.id));
  const { names, nameable } = useNames(channel);
  const files = useFiles(channel.id, limits);
  const onTyping = useTyping(channel.id);
  const timedOut = useTimedOut(entry);
  const may = useMemo(() => rightsIn(entry, channel, timedOut), [entry, channel, timedOut]);
  const roleIds = entry?.me.roleIds;
  const self = useMemo(
    () => ({ id: me.id, name: me.displayName, roleIds: roleIds ?? [] }),
    [me.id, me.displayName, roleIds],
  );
  const name = titleOf(channel, me.id);
  if (!limits) return null;
  return (
    <NamesContext value={names}>
      <Conversation
        channel={channel}
        name={name}
        shown={channel.kind === 'text' ? `#${name}` : name}
        icon={iconOf(channel)}
        me={self}
        may={may}
        limits={limits}
        reading={{
          readSeq: standing.readSeq,
          lastSeq: standing.lastMessageSeq,
          unread: unreadOf(standing),
        }}
        nameable={nameable}
        files={files}
        target={route.screen === 'channel' && route.id === channel.id ? route.at : null}
        onTyping={onTyping}
        parts={PARTS}
        foot={
          <TypingLine channelId={channel.id} me={me.id} nameOf={(id) => names.user(id)?.name} />
        }
      />
    </NamesContext>
  );
}

function rightsIn(entry: SpaceEntry | null, channel: Channel, timedOut: number | null): May {
  const has = (permission: Permission): boolean => mayIn(entry, channel, permission);
  const direct = channel.spaceId === null;
  return {
    write: timedOut === null ? writingIn(channel, has) : { status: 'timed out', until: timedOut },
    react: has('ADD_REACTIONS'),
    attach: has('ATTACH_FILES'),
    callAll: has('MENTION_EVERYONE'),
    moderate: has('MANAGE_MESSAGES'),
    pin: direct || has('MANAGE_MESSAGES'),
  };
}

/** Who looks after a channel is not slowed down in it. */
function writingIn({ slowModeSeconds }: Channel, has: (one: Permission) => boolean): Writing {
  if (!has('SEND_MESSAGES')) return { status: 'forbidden' };
  const hasty = has('MANAGE_MESSAGES') || has('MANAGE_CHANNELS');
  return { status: 'open', slowSeconds: hasty ? 0 : slowModeSeconds };
}

/** Until when somebody may not write, in milliseconds since 1970; `null` once that is over. */
function useTimedOut(entry: SpaceEntry | null): number | null {
  const until = (now: number): number | null => entry && timedOutUntil(entry.me, now);
  return until(useNow(until));
}

const sayTyping =
  (channelId: string): Verb<void> =>
  (_dispatch, _state, { socket }) =>
    socket.say({ type: 'typing', channelId });

/** Tells the others that somebody writes, not more often than they are told. */
function useTyping(channelId: string): () => void {
  const act = useAct();
  const last = useRef(-Infinity);
  return useCallback(() => {
    const now = performance.now();
    if (now - last.current < TYPING_EVERY_MS) return;
    last.current = now;
    act(sayTyping(channelId));
  }, [act, channelId]);
}
