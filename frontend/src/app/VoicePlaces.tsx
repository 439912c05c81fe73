/** Where voice stands on the screen. All of it is loaded when there is something to show. */
import { lazy, Suspense, useCallback } from 'react';
import { useSelector } from 'react-redux';
import { selectInstance, selectMe } from '../features/auth/authSlice';
import { selectChannels } from '../features/channels/channelsSlice';
import { selectMembership } from '../features/members/membersSlice';
import { selectSeen } from '../features/presence/presenceSlice';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { Card } from '../features/voice/Roster';
import { selectCall, selectRing, selectRoster, type Ring } from '../features/voice/voiceSlice';
import type { Channel, ChannelId, User } from '../protocol';
import { channelPath } from '../services/paths';
import { mayIn } from '../services/permissions';
import { selectPeople, titleOf } from './directory';
import { navigate } from './router';
import type { State } from './store';

const PersonPlace = lazy(() => import('./PersonPlace'));
const Roster = lazy(() => import('../features/voice/Roster'));
const VoiceBar = lazy(() => import('../features/voice/VoiceBar'));
const Stage = lazy(() => import('../features/voice/Stage'));
const CallKeys = lazy(() => import('../features/voice/CallKeys'));
const RingCard = lazy(() => import('../features/voice/RingCard'));

interface PlaceProps {
  channel: Channel;
  entry: SpaceEntry | null;
}

/** Whether this instance has voice. */
export function useVoice(): boolean {
  return useSelector(selectInstance)?.voice.enabled === true;
}

/** Under a voice channel in the list; nothing while nobody is in it. */
export function RosterPlace({ channel, entry }: PlaceProps) {
  const busy = useSelector((state: State) => selectRoster(state, channel.id).length > 0);
  const parts = useParts(channel, entry);
  return (
    busy && (
      <Suspense>
        <Roster channel={channel} {...parts} />
      </Suspense>
    )
  );
}

/** Above a conversation: always in a voice channel, in others while somebody is in a call there. */
export function StagePlace({ channel, entry }: PlaceProps) {
  const voice = useVoice();
  const busy = useSelector((state: State) => selectRoster(state, channel.id).length > 0);
  const parts = useParts(channel, entry);
  return (
    voice &&
    (busy || channel.kind === 'voice') && (
      <Suspense fallback={<div className="stage-opening" />}>
        <Stage channel={channel} mayJoin={mayIn(entry, channel, 'CONNECT')} {...parts} />
      </Suspense>
    )
  );
}

/** One's own call; `slim` where the window is narrow. */
export function VoiceBarPlace({ slim }: { slim: boolean }) {
  const there = useSelector((state: State) => selectCall(state) !== null);
  const nameOf = useChannelName();
  return (
    there && (
      <Suspense>
        <VoiceBar nameOf={nameOf} slim={slim} />
      </Suspense>
    )
  );
}

/** What belongs to no place: the keys of a call, and calls that come in. */
export function Talking() {
  const there = useSelector((state: State) => selectCall(state) !== null);
  const ring = useSelector(selectRing);
  const nameOf = useChannelName();
  return (
    <Suspense>
      {there && <CallKeys nameOf={nameOf} />}
      {ring && <RingPlace key={ring.channelId} ring={ring} />}
    </Suspense>
  );
}

function RingPlace({ ring }: { ring: Ring }) {
  const me = useSelector(selectMe)?.id ?? '';
  const name = useSelector(selectPeople)[ring.from]?.displayName ?? '';
  const channel = useSelector(selectChannels)?.[ring.channelId];
  const { status } = useSelector((state: State) => selectSeen(state, me));
  if (!channel) return null;
  return (
    <RingCard
      ring={ring}
      name={name}
      place={channel.kind === 'group' ? titleOf(channel, me) : null}
      quiet={status === 'dnd'}
      onAccept={() => navigate(channelPath(ring.channelId))}
    />
  );
}

/** How people in a place are called, and their cards. */
function useParts({ spaceId }: Channel, entry: SpaceEntry | null) {
  const place = spaceId === null ? null : entry;
  const members = useSelector((state: State) => selectMembership(state, spaceId))?.byId;
  const nameOf = useCallback(
    ({ id, displayName }: User) => members?.[id]?.nickname ?? displayName,
    [members],
  );
  const card = useCallback<Card>(
    (user, anchor, onClose) => (
      <Suspense>
        <PersonPlace user={user} entry={place} anchor={anchor} onClose={onClose} />
      </Suspense>
    ),
    [place],
  );
  return { nameOf, card };
}

function useChannelName(): (id: ChannelId) => string {
  const channels = useSelector(selectChannels);
  const me = useSelector(selectMe)?.id;
  return (id) => {
    const channel = channels?.[id];
    return channel ? titleOf(channel, me) : '';
  };
}
