/** A channel's conversation, with everything other features know about it. */
import { lazy, Suspense, useCallback, useMemo, useRef, useState } from 'react';
import { useSelector, useStore } from 'react-redux';
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
import type { Channel, Me, Permission, User, UserId } from '../protocol';
import { useAct, type Verb } from '../services';
import { CalledContext, NamesContext } from '../ui/markdown/names';
import { useNow } from '../ui/useNow';
import { iconOf, selectPeople, titleOf } from './directory';
import { useRoute } from './router';
import type { State } from './store';
import { useFindPeople } from './useFindPeople';
import { useAskingNames } from './askingNames';
import { useNames } from './useNames';

const PersonPlace = lazy(() => import('./PersonPlace'));

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
  const { names: known, nameable } = useNames(channel);
  const names = useAskingNames(known, spaceId);
  const onNaming = useFindPeople(spaceId);
  const { close, shown, onPerson, onCalled } = useShownPerson();
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
      <CalledContext value={onCalled}>
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
          onNaming={onNaming}
          onPerson={onPerson}
          files={files}
          target={route.screen === 'channel' && route.id === channel.id ? route.at : null}
          onTyping={onTyping}
          parts={PARTS}
          foot={
            <TypingLine channelId={channel.id} me={me.id} nameOf={(id) => names.user(id)?.name} />
          }
        />
      </CalledContext>
      {shown && (
        <Suspense>
          <PersonPlace {...shown} entry={entry} onClose={close} />
        </Suspense>
      )}
    </NamesContext>
  );
}

/** Who is shown close up, and beside what. */
function useShownPerson() {
  const store = useStore<State>();
  const [shown, setShown] = useState<{ user: User; anchor: HTMLElement } | null>(null);
  const close = useCallback(() => setShown(null), []);
  const onPerson = useCallback((user: User, anchor: HTMLElement) => setShown({ user, anchor }), []);
  const onCalled = useCallback(
    (id: UserId, anchor: HTMLElement) => {
      const user = selectPeople(store.getState())[id];
      if (user) setShown({ user, anchor });
    },
    [store],
  );
  return { close, shown, onPerson, onCalled };
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
