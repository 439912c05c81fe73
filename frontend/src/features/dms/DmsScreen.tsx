/** All direct conversations, on a page of their own. */
import type { Channel, ChannelId, UserId } from '../../protocol';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import type { MenuItem } from '../../ui/Menu';
import { DmRow, type Presences } from './DmList';
import './dms.css';

interface DmsScreenProps {
  dms: Channel[];
  me: UserId;
  news: Record<ChannelId, { unread: number }>;
  muted: Record<ChannelId, true>;
  presences: Presences;
  itemsFor: (channel: Channel) => MenuItem[];
  onNew: () => void;
}

/** The liveliest first. */
export function DmsScreen({ dms, me, news, muted, presences, itemsFor, onNew }: DmsScreenProps) {
  const begin = (
    <Button look="primary" aria-haspopup="dialog" onClick={onNew}>
      Message somebody
    </Button>
  );
  if (dms.length === 0) {
    return (
      <Empty title="Nobody to talk to yet" actions={begin}>
        Whoever shares a space with you can be written to directly, alone or as a group of up to
        ten.
      </Empty>
    );
  }
  return (
    <div className="dms-screen">
      {begin}
      <ul aria-label="All conversations">
        {dms.map((channel) => (
          <DmRow
            key={channel.id}
            channel={channel}
            me={me}
            current={false}
            unread={news[channel.id]?.unread ?? 0}
            muted={channel.id in muted}
            presences={presences}
            items={itemsFor(channel)}
          />
        ))}
      </ul>
    </div>
  );
}
