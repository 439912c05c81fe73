/** A channel in the list. */
import type { HTMLAttributes, MouseEvent, ReactNode } from 'react';
import type { Channel } from '../../protocol';
import { channelPath } from '../../services/paths';
import { Badge } from '../../ui/Badge';
import { Icon } from '../../ui/Icon';
import type { MenuItem } from '../../ui/Menu';
import { RowMenu, useRowMenu } from '../../ui/RowMenu';
import type { Edge } from './useDragging';
import { words } from './words';
import { OneLine } from '../../ui/OneLine';

interface ChannelRowProps {
  channel: Channel;
  current: boolean;
  news: { unread: number; mentions: number } | undefined;
  muted: boolean;
  draft: boolean;
  items: MenuItem[];
  /** Where something would land that is dragged over it. */
  edge: Edge | undefined;
  drag: HTMLAttributes<HTMLElement>;
  tabIndex: number;
  /** Takes a seat in a voice channel. */
  onJoin: (() => void) | undefined;
  /** Who sits in it. */
  roster: ReactNode;
}

/** Its menu opens by the dots, by the right button and by the menu key. */
export function ChannelRow(props: ChannelRowProps) {
  const { channel, current, news, muted, draft, items, edge, drag, tabIndex } = props;
  const { onJoin, roster } = props;
  const { anchor, open, onContextMenu, close } = useRowMenu<HTMLAnchorElement>(items.length > 0);
  const { id, name, kind } = channel;
  // What is muted stands out only where somebody is called by name.
  const unread = news !== undefined && !(muted && news.mentions === 0);
  const clicked = ({ ctrlKey, metaKey, shiftKey }: MouseEvent): void => {
    // In another window nobody is asked for a microphone.
    if (!ctrlKey && !metaKey && !shiftKey) onJoin?.();
  };
  return (
    <li>
      <div className="channel-row" data-edge={edge} {...drag}>
        <a
          ref={anchor}
          className={`channel${unread ? ' unread' : ''}${muted ? ' muted' : ''}`}
          href={channelPath(id)}
          aria-current={current ? 'page' : undefined}
          data-stop={id}
          tabIndex={tabIndex}
          onClick={clicked}
          onContextMenu={onContextMenu}
        >
          <Icon name={kind === 'voice' ? 'voice' : channel.private ? 'lock' : 'hash'} />
          <span className="name" title={name}>
            <OneLine>{name}</OneLine>
          </span>
          {kind === 'voice' && <span className="only-heard">{words.voice}</span>}
          {channel.private && <span className="only-heard">{words.private}</span>}
          {muted && <span className="only-heard">{words.muted}</span>}
          {unread && <span className="only-heard">{words.newMessages}</span>}
          {draft && !current && <span className="draft">{words.draft}</span>}
          <Badge count={news?.mentions ?? 0} of={words.mentions} />
        </a>
        <RowMenu
          label={words.actionsFor(name)}
          items={items}
          line={anchor}
          open={open}
          onClose={close}
        />
      </div>
      {roster}
    </li>
  );
}
