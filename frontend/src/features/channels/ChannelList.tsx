/** The channels of a space. */
import { useSelector } from 'react-redux';
import type { Channel, ChannelId, SpaceId } from '../../protocol';
import { Icon } from '../../ui/Icon';
import { selectChannels, selectListed, selectShown } from './channelsSlice';
import './channels.css';

interface ChannelListProps {
  spaceId: SpaceId | null;
  /** Whether this instance has voice: its channels are not shown where they cannot be joined. */
  voice: boolean;
  /** Channels with something begun. */
  drafts: Record<ChannelId, string>;
  /** Channels with something new. */
  news: Record<ChannelId, { unread: number; mentions: number }>;
}

/** Text channels first, then voice. */
export function ChannelList({ spaceId, voice, drafts, news }: ChannelListProps) {
  const loading = useSelector(selectChannels) === null;
  const channels = useSelector((state: Parameters<typeof selectListed>[0]) =>
    selectListed(state, spaceId ?? '', voice),
  );
  const shown = useSelector(selectShown);
  if (loading) return <Skeletons />;
  const text = channels.filter(({ kind }) => kind === 'text');
  const talk = channels.filter(({ kind }) => kind === 'voice');
  return (
    <div className="channel-list">
      <ul aria-label="Text channels">
        {text.map((channel) => (
          <ChannelRow
            key={channel.id}
            channel={channel}
            current={channel.id === shown}
            unread={channel.id in news && channel.id !== shown}
            draft={(drafts[channel.id] ?? '').trim() !== ''}
          />
        ))}
      </ul>
      {talk.length > 0 && (
        <>
          <h2>Talk</h2>
          <ul aria-label="Voice channels">
            {talk.map(({ id, name }) => (
              <li key={id} className="channel">
                <Icon name="voice" />
                <span className="name">{name}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface RowProps {
  channel: Channel;
  current: boolean;
  unread: boolean;
  draft: boolean;
}

function ChannelRow({ channel, current, unread, draft }: RowProps) {
  return (
    <li>
      <a
        className={`channel ${unread ? 'unread' : ''}`}
        href={`/channels/${channel.id}`}
        aria-current={current ? 'page' : undefined}
      >
        <Icon name={channel.private ? 'lock' : 'hash'} />
        <span className="name">{channel.name}</span>
        {unread && <span className="only-heard">, new messages</span>}
        {draft && !current && <span className="draft">draft</span>}
      </a>
    </li>
  );
}

function Skeletons() {
  return (
    <div className="channel-list" aria-busy="true" role="status" aria-label="Channels are loading">
      {[62, 44, 71].map((width) => (
        <div key={width} className="channel">
          <span className="skeleton" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
