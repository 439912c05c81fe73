/** A channel on the screen: its name, its doors, its conversation. */
import { useSelector } from 'react-redux';
import { selectInstance, selectMe } from '../features/auth/authSlice';
import type { Parts } from '../features/messages/context';
import { Conversation } from '../features/messages/Conversation';
import { MessageSkeletons } from '../features/messages/MessageSkeletons';
import { ReactButton, Reactions } from '../features/reactions/Reactions';
import { may } from '../features/spaces/permissions';
import { selectSpace } from '../features/spaces/spacesSlice';
import type { Channel } from '../protocol';
import { IconButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { FindingButtons } from './FindingDoors';
import type { State } from './store';

/** The protocol's own, until the instance says another. */
const MESSAGE_CHARS_MAX = 4_000;

const PARTS: Parts = { Reactions, ReactButton };

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
  const entry = useSelector((state: State) => selectSpace(state, channel?.spaceId ?? null));
  const charsMax = useSelector(selectInstance)?.limits.messageCharsMax ?? MESSAGE_CHARS_MAX;
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
        <Conversation
          channel={channel}
          me={{ id: me.id, name: me.displayName }}
          may={{
            write: entry === null || may(entry, 'SEND_MESSAGES'),
            react: entry === null || may(entry, 'ADD_REACTIONS'),
            moderate: entry !== null && may(entry, 'MANAGE_MESSAGES'),
          }}
          charsMax={charsMax}
          parts={PARTS}
        />
      ) : (
        <MessageSkeletons rows={9} />
      )}
    </>
  );
}
