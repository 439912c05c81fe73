/** The middle: the conversation that the address names, or what stands in its place. */
import { useSelector } from 'react-redux';
import { selectMe } from '../features/auth/authSlice';
import { DmsScreen } from '../features/dms/DmsScreen';
import { selectPresences } from '../features/presence/presenceSlice';
import { selectNews } from '../features/reads/readsSlice';
import { may } from '../services/permissions';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { Channel } from '../protocol';
import { Empty } from '../ui/Empty';
import { useAsk } from './asking';
import { ChannelView } from './ChannelView';
import { NoChannel, NoSpace } from './NoPlace';
import { RoomBar } from './RoomBar';
import type { Route } from './router';
import { useDmItems } from './useItems';
import { useLiveDms } from './useLiveDms';
import { useMayMake } from './useMayMake';
import { useMuted } from './useMuted';
import { useVoice } from './VoicePlaces';
import { words } from './words';

interface RoomProps {
  route: Route;
  entry: SpaceEntry | null;
  channel: Channel | undefined;
  /** Whether it is known what there is, and that nothing else will be shown. */
  known: boolean;
  /** Whether one is in no space at all. */
  homeless: boolean;
  /** The instance's name. */
  house: string | undefined;
  onChannels: () => void;
  onPeople: () => void;
  peopleShown: boolean;
}

/** One of them. */
export function Room({ route, entry, channel, known, homeless, house, ...doors }: RoomProps) {
  const mayMake = useMayMake();
  const voice = useVoice();
  if (!known) return <ChannelView channel={null} entry={null} {...doors} />;
  const bar = (name: string | undefined) => (
    <RoomBar icon={null} name={name ?? ''} onChannels={doors.onChannels} />
  );
  if (route.screen === 'dms') {
    return (
      <>
        {bar(words.conversations)}
        <Conversations />
      </>
    );
  }
  if (
    channel &&
    (channel.kind === 'text' || channel.spaceId === null || (voice && channel.kind === 'voice'))
  ) {
    return <ChannelView key={channel.id} channel={channel} entry={entry} {...doors} />;
  }
  if (!homeless && (route.screen === 'channel' || (route.screen === 'space' && !entry))) {
    const what = route.screen === 'space' ? 'space' : 'channel';
    return (
      <>
        {bar(entry?.space.name ?? house)}
        <Empty title={words.isNotHere[what]} actions={<a href="/">{words.goToFirstChannel}</a>}>
          {words.itWasRemovedOrYou}
        </Empty>
      </>
    );
  }
  return (
    <>
      {bar(entry?.space.name ?? house)}
      {homeless || !entry ? (
        <NoSpace mayMake={mayMake} />
      ) : (
        <NoChannel entry={entry} mayMake={may(entry, 'MANAGE_CHANNELS')} />
      )}
    </>
  );
}

function Conversations() {
  const ask = useAsk();
  const me = useSelector(selectMe);
  return (
    <DmsScreen
      dms={useLiveDms()}
      me={me?.id ?? ''}
      news={useSelector(selectNews)}
      muted={useMuted()}
      presences={useSelector(selectPresences)}
      itemsFor={useDmItems()}
      onNew={() => ask({ what: 'new-dm' })}
    />
  );
}
