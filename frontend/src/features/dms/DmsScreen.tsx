/** All direct conversations, on a page of their own. */
import type { Channel, ChannelId, UserId } from '../../protocol';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import type { MenuItem } from '../../ui/Menu';
import { DmRow, type Presences } from './DmList';
import './dms.css';
import { words } from './words';

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
      {words.messageSomebody}
    </Button>
  );
  if (dms.length === 0) {
    return (
      <Empty title={words.nobodyToTalkToYet} actions={begin}>
        {words.whoeverSharesSpaceWithYou}
      </Empty>
    );
  }
  return (
    <div className="dms-screen">
      {begin}
      <ul aria-label={words.allConversations}>
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
