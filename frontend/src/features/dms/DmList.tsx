/** Direct conversations, in the side bar. */
import type { Channel, ChannelId, UserId } from '../../protocol';
import { channelPath } from '../../services/paths';
import { Avatar, statusWord } from '../../ui/Avatar';
import { Badge } from '../../ui/Badge';
import { IconButton } from '../../ui/Button';
import type { MenuItem } from '../../ui/Menu';
import { RowMenu, useRowMenu } from '../../ui/RowMenu';
import { useRoving } from '../../ui/useRoving';
import { dmName, othersIn } from './names';
import './dms.css';
import { words } from './words';
import { OneLine } from '../../ui/OneLine';

/** How somebody is seen. */
export interface Presences {
  [user: UserId]: { status: 'online' | 'idle' | 'dnd' | 'invisible' | 'offline' } | undefined;
}

interface DmListProps {
  /** In the order in which they are shown. */
  dms: Channel[];
  me: UserId;
  shown: ChannelId | null;
  news: Record<ChannelId, { unread: number }>;
  muted: Record<ChannelId, true>;
  presences: Presences;
  itemsFor: (channel: Channel) => MenuItem[];
  onNew: () => void;
}

/** More are on a page of their own. */
const SHOWN_MAX = 12;

/** The liveliest; the rest is one click away. */
export function DmList({ dms, me, shown, news, muted, presences, itemsFor, onNew }: DmListProps) {
  const near = dms.filter(({ id }, at) => at < SHOWN_MAX || id === shown || id in news);
  const { stop, handlers } = useRoving(
    near.map(({ id }) => id),
    shown,
  );
  return (
    // The arrow keys are a convenience: what they reach is links.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <section className="dm-list" {...handlers}>
      <div className="dm-head">
        <h2>{words.people}</h2>
        <IconButton
          icon="plus"
          label={words.messageSomebody}
          tip="end"
          aria-haspopup="dialog"
          onClick={onNew}
        />
      </div>
      <ul aria-label={words.conversations}>
        {near.map((channel) => (
          <DmRow
            key={channel.id}
            channel={channel}
            me={me}
            current={channel.id === shown}
            unread={channel.id === shown ? 0 : (news[channel.id]?.unread ?? 0)}
            muted={channel.id in muted}
            presences={presences}
            items={itemsFor(channel)}
            tabIndex={channel.id === stop ? 0 : -1}
          />
        ))}
      </ul>
      {dms.length > near.length && (
        <a className="all-dms" href="/dms">
          {words.allConversations}
        </a>
      )}
    </section>
  );
}

interface DmRowProps {
  channel: Channel;
  me: UserId;
  current: boolean;
  unread: number;
  muted: boolean;
  presences: Presences;
  items: MenuItem[];
  tabIndex?: number;
}

/** Who it is with, and how many messages wait. */
export function DmRow(props: DmRowProps) {
  const { channel, me, current, unread, muted, presences, items, tabIndex } = props;
  const { anchor, open, onContextMenu, close } = useRowMenu<HTMLAnchorElement>(items.length > 0);
  const name = dmName(channel, me);
  const [first] = othersIn(channel, me);
  const status =
    channel.kind === 'dm' ? (presences[first?.id ?? '']?.status ?? 'offline') : undefined;
  const called = unread > 0 && !muted;
  return (
    <li className="dm-row">
      <a
        ref={anchor}
        className={`dm${called ? ' unread' : ''}${muted ? ' muted' : ''}`}
        href={channelPath(channel.id)}
        aria-current={current ? 'page' : undefined}
        data-stop={channel.id}
        tabIndex={tabIndex}
        onContextMenu={onContextMenu}
      >
        <Avatar
          id={first?.id ?? channel.id}
          name={first?.displayName ?? name}
          size="small"
          status={status}
        />
        <span className="name" title={name}>
          <OneLine>{name}</OneLine>
        </span>
        {status && status !== 'offline' && (
          <span className="only-heard">{words.is(statusWord(status))}</span>
        )}
        {muted && <span className="only-heard">{words.muted}</span>}
        {called && <Badge count={unread} of={words.unread} />}
      </a>
      <RowMenu
        label={words.actionsFor(name)}
        items={items}
        line={anchor}
        open={open}
        onClose={close}
      />
    </li>
  );
}
