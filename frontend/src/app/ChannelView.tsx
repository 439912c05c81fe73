/** A channel on the screen: its name, its doors, its conversation. */
import { useSelector } from 'react-redux';
import { selectMe } from '../features/auth/authSlice';
import { MessageSkeletons } from '../features/messages/MessageSkeletons';
import type { Channel } from '../protocol';
import { IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { ChannelConversation } from './ChannelConversation';
import { FindingButtons } from './FindingDoors';

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
      <header className="room-bar">
        <span className="to-channels">
          <IconButton icon="menu" label="Channels" size={18} tip="below" onClick={onChannels} />
        </span>
        {channel ? (
          <>
            <span className="kind">
              <Icon name={channel.private ? 'lock' : 'hash'} size={18} />
            </span>
            <h1>{channel.name}</h1>
            <p className="topic" title={channel.topic}>
              {channel.topic}
            </p>
          </>
        ) : (
          <span className="skeleton" />
        )}
        <FindingButtons />
        <IconButton
          icon="people"
          label="Members"
          size={17}
          tip="below-end"
          aria-pressed={peopleShown}
          onClick={onPeople}
        />
      </header>
      {channel && me ? (
        <ChannelConversation channel={channel} me={me} />
      ) : (
        <MessageSkeletons rows={9} />
      )}
    </>
  );
}
