/** The channels of a space, category by category. */
import { useMemo, type ReactNode } from 'react';
import { useSelector } from 'react-redux';
import type { Channel, ChannelId, SpaceId } from '../../protocol';
import { useAct } from '../../services';
import type { MenuItem } from '../../ui/Menu';
import { useRoving } from '../../ui/useRoving';
import { CategoryRow } from './CategoryRow';
import { ChannelRow } from './ChannelRow';
import {
  categoryFolded,
  selectChannels,
  selectFolded,
  selectListed,
  selectShown,
} from './channelsSlice';
import { groupsOf, type Group, type Move } from './order';
import { useDragging } from './useDragging';
import './channels.css';
import { common } from '../../language/common';
import { words } from './words';

/** What stands at a channel besides its name. */
export interface Marks {
  /** Channels with something begun. */
  drafts: Record<ChannelId, true>;
  /** Channels with something new. */
  news: Record<ChannelId, { unread: number; mentions: number }>;
  /** Channels that call nobody. */
  muted: Record<ChannelId, true>;
}

interface ChannelListProps {
  spaceId: SpaceId | null;
  /** Whether this instance has voice: its channels are not shown where they cannot be joined. */
  voice: boolean;
  marks: Marks;
  /** Who sits in a voice channel, and how one sits down there. */
  renderRoster: (channel: Channel) => ReactNode;
  onJoin: (channel: Channel) => void;
  /** What there is to do with one. */
  itemsFor: (channel: Channel) => MenuItem[];
  /** Puts channels elsewhere; `null` for those who may not. */
  onMove: ((moves: Move[]) => void) | null;
  /** Makes a channel in a category; `null` for those who may not. */
  onCreate: ((parentId: ChannelId | null) => void) | null;
}

/** The arrow keys go through it; what is folded up still shows what is new in it. */
export function ChannelList(props: ChannelListProps) {
  const { spaceId, voice, marks, renderRoster, onJoin, itemsFor, onMove, onCreate } = props;
  const act = useAct();
  const loading = useSelector(selectChannels) === null;
  const listed = useSelector((state: Parameters<typeof selectListed>[0]) =>
    selectListed(state, spaceId ?? '', voice),
  );
  const shown = useSelector(selectShown);
  const folded = useSelector(selectFolded);
  const groups = useMemo(() => groupsOf(listed), [listed]);
  const { over, handlersOf } = useDragging(listed, onMove);
  const isSeen = ({ category }: Group, { id }: Channel): boolean =>
    category === null || !folded[category.id] || id in marks.news || id === shown;
  const sections = groups.map((group) => ({
    category: group.category,
    channels: group.channels.filter((channel) => isSeen(group, channel)),
  }));
  const stops = sections.flatMap(({ category, channels }) =>
    [...(category ? [category] : []), ...channels].map(({ id }) => id),
  );
  const { stop, handlers } = useRoving(stops, shown);
  const tabIndexOf = (id: ChannelId): 0 | -1 => (id === stop ? 0 : -1);
  if (loading) return <Skeletons />;
  return (
    // The arrow keys are a convenience: what they reach is links and buttons.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div className="channel-list" {...handlers}>
      {sections.map(({ category, channels }) => (
        <section key={category?.id ?? ''}>
          {category && (
            <CategoryRow
              category={category}
              folded={folded[category.id] === true}
              items={itemsFor(category)}
              edge={over?.id === category.id ? over.edge : undefined}
              drag={handlersOf(category)}
              tabIndex={tabIndexOf(category.id)}
              onFold={(is) => act(categoryFolded({ id: category.id, is }))}
              onCreate={onCreate}
            />
          )}
          <ul aria-label={category?.name ?? common.channels}>
            {channels.map((channel) => (
              <ChannelRow
                key={channel.id}
                channel={channel}
                current={channel.id === shown}
                news={channel.id === shown ? undefined : marks.news[channel.id]}
                muted={channel.id in marks.muted}
                draft={channel.id in marks.drafts}
                items={itemsFor(channel)}
                edge={over?.id === channel.id ? over.edge : undefined}
                drag={handlersOf(channel)}
                tabIndex={tabIndexOf(channel.id)}
                onJoin={channel.kind === 'voice' ? () => onJoin(channel) : undefined}
                roster={channel.kind === 'voice' ? renderRoster(channel) : null}
              />
            ))}
          </ul>
        </section>
      ))}
      {listed.length === 0 && <p className="no-channels">{words.thereIsNoChannelHere}</p>}
    </div>
  );
}

function Skeletons() {
  return (
    <div
      className="channel-list"
      aria-busy="true"
      role="status"
      aria-label={words.channelsAreLoading}
    >
      {[62, 44, 71].map((width) => (
        <div key={width} className="channel">
          <span className="skeleton" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
