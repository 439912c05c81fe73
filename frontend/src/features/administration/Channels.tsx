/** The channels of a space, for saying who may what in each. */
import { useState } from 'react';
import type { Channel, ChannelId } from '../../protocol';
import { Empty } from '../../ui/Empty';
import { Icon } from '../../ui/Icon';
import { useMedia } from '../../ui/useMedia';
import type { View } from './access';
import { ChannelRules } from './ChannelRules';
import { common } from '../../language/common';
import { words } from './permissionWords';

interface ChannelsProps {
  view: View;
  /** Those one sees, categories among them. */
  channels: Channel[];
  /** The channel of the address. */
  item: ChannelId | null;
  base: string;
  voice: boolean;
}

/** Channels in their order, each category before what stands under it. */
export function ordered(channels: readonly Channel[]): Channel[] {
  const under = (parent: ChannelId | null): Channel[] =>
    channels
      .filter(({ parentId }) => parentId === parent)
      .toSorted(
        (a, b) =>
          Number(a.kind === 'category') - Number(b.kind === 'category') || a.position - b.position,
      );
  return under(null).flatMap((channel) =>
    channel.kind === 'category' ? [channel].concat(under(channel.id)) : [channel],
  );
}

/** The list beside the channel where there is room, else one after the other. */
export function Channels({ view, channels, item, base, voice }: ChannelsProps) {
  const wide = useMedia('(min-width: 721px)');
  // A window that becomes narrow must not take away what is not saved.
  const [begunWide] = useState(wide);
  const open = item === null && (wide || begunWide);
  const shown = ordered(channels).filter(({ kind }) => voice || kind !== 'voice');
  const chosen = shown.find(({ id }) => id === item) ?? (open ? shown[0] : null);
  const list = (
    <div className="role-list">
      <p className="why">{words.channelCanGiveMoreThan}</p>
      <ul aria-label={common.channels}>
        {shown.map((channel) => (
          <li key={channel.id} className={channel.parentId ? 'under' : ''}>
            <a
              href={`${base}/${channel.id}`}
              aria-current={channel.id === chosen?.id ? 'true' : undefined}
            >
              <Icon name={iconOf(channel)} />
              <bdi>{channel.name}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
  if (item === null && !open) return list;
  return (
    <div className="master">
      {wide && list}
      <div className="detail">
        {chosen ? (
          <ChannelRules key={chosen.id} view={view} channel={chosen} voice={voice} />
        ) : (
          <Empty title={words.thisChannelIsNotHere}>{words.itWasDeletedOrYou}</Empty>
        )}
      </div>
    </div>
  );
}

function iconOf({ kind, private: hidden }: Channel): 'lock' | 'hash' | 'voice' | 'chevron' {
  if (kind === 'category') return 'chevron';
  if (hidden) return 'lock';
  return kind === 'voice' ? 'voice' : 'hash';
}
