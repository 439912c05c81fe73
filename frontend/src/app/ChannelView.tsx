/** A channel on the screen: its name, its doors, its conversation. */
import { useSelector } from 'react-redux';
import { selectMe } from '../features/auth/authSlice';
import { MessageSkeletons } from '../features/messages/MessageSkeletons';
import type { Channel } from '../protocol';
import { IconButton } from '../ui/Button';
import { MenuButton } from '../ui/MenuButton';
import { ChannelConversation } from './ChannelConversation';
import { iconOf, titleOf } from './directory';
import { FindingButtons } from './FindingDoors';
import { RoomBar } from './RoomBar';
import { useDmItems } from './useItems';

interface ChannelViewProps {
  /** `null` while it is not known yet. */
  channel: Channel | null;
  onChannels: () => void;
  onPeople: () => void;
  peopleShown: boolean;
}

/** Made anew for each channel. */
export function ChannelView({ channel, onChannels, onPeople, peopleShown }: ChannelViewProps) {
  const me = useSelector(selectMe);
  return (
    <>
      <RoomBar
        icon={channel && iconOf(channel)}
        name={channel ? titleOf(channel, me?.id) : ''}
        topic={channel?.topic ?? ''}
        onChannels={onChannels}
      >
        <FindingButtons />
        {channel?.kind === 'group' && <GroupMenu channel={channel} />}
        <IconButton
          icon="people"
          label="Members"
          size={17}
          tip="below-end"
          aria-pressed={peopleShown}
          onClick={onPeople}
        />
      </RoomBar>
      {channel && me ? (
        <ChannelConversation channel={channel} me={me} />
      ) : (
        <MessageSkeletons rows={9} />
      )}
    </>
  );
}

function GroupMenu({ channel }: { channel: Channel }) {
  const itemsFor = useDmItems();
  return <MenuButton icon="dots" label="Menu of the group" items={itemsFor(channel)} />;
}
