/** A channel on the screen: its name, its doors, its conversation. */
import { useSelector } from 'react-redux';
import { selectMe } from '../features/auth/authSlice';
import { MessageSkeletons } from '../features/messages/MessageSkeletons';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import { join } from '../features/voice/join';
import { selectCall } from '../features/voice/voiceSlice';
import type { Channel } from '../protocol';
import { useAct } from '../services';
import { IconButton } from '../ui/Button';
import { MenuButton } from '../ui/MenuButton';
import { ChannelConversation } from './ChannelConversation';
import { iconOf, titleOf } from './directory';
import { FindingButtons } from './FindingDoors';
import { RoomBar } from './RoomBar';
import { useDmItems } from './useItems';
import { StagePlace, useVoice } from './VoicePlaces';
import { common } from '../language/common';
import { words } from './words';

interface ChannelViewProps {
  /** `null` while it is not known yet. */
  channel: Channel | null;
  /** The space it is in. */
  entry: SpaceEntry | null;
  onChannels: () => void;
  onPeople: () => void;
  peopleShown: boolean;
}

/** Made anew for each channel. */
export function ChannelView(props: ChannelViewProps) {
  const { channel, entry, onChannels, onPeople, peopleShown } = props;
  const me = useSelector(selectMe);
  return (
    <>
      <RoomBar
        icon={channel && iconOf(channel)}
        name={channel ? titleOf(channel, me?.id) : ''}
        topic={channel?.topic ?? ''}
        onChannels={onChannels}
      >
        {channel?.spaceId === null && <CallButton channel={channel} />}
        <FindingButtons />
        {channel?.kind === 'group' && <GroupMenu channel={channel} />}
        <IconButton
          icon="people"
          label={common.members}
          size={17}
          tip="below-end"
          aria-pressed={peopleShown}
          onClick={onPeople}
        />
      </RoomBar>
      {channel && <StagePlace channel={channel} entry={entry} />}
      {channel && me ? (
        <ChannelConversation channel={channel} me={me} />
      ) : (
        <MessageSkeletons rows={9} />
      )}
    </>
  );
}

/** Nothing where there is no voice, and where one is in the call already. */
function CallButton({ channel: { id } }: { channel: Channel }) {
  const act = useAct();
  const voice = useVoice();
  const call = useSelector(selectCall);
  if (!voice || (call?.channelId === id && call.phase.status !== 'failed')) return null;
  return (
    <IconButton
      icon="call"
      label={words.call}
      size={17}
      tip="below-end"
      onClick={() => void act(join(id))}
    />
  );
}

function GroupMenu({ channel }: { channel: Channel }) {
  const itemsFor = useDmItems();
  return <MenuButton icon="dots" label={words.menuOfGroup} items={itemsFor(channel)} />;
}
