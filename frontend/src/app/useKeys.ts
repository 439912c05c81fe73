/** The keys of the frame: from channel to channel, and marking things read. */
import { useEffect } from 'react';
import { useStore } from 'react-redux';
import { selectFolded, selectListed } from '../features/channels/channelsSlice';
import { groupsOf } from '../features/channels/order';
import { selectNews } from '../features/reads/readsSlice';
import type { ChannelId, SpaceId } from '../protocol';
import { useAct } from '../services';
import { channelPath } from '../services/paths';
import { readAll, readChannel } from './readAll';
import { navigate } from './router';
import type { State } from './store';

/** Alt and an arrow: the next channel; with Shift the next with something new. Escape: read. */
export function useKeys(spaceId: SpaceId | null, channelId: ChannelId | null): void {
  const act = useAct();
  const store = useStore<State>();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
      const state = store.getState();
      if (event.key === 'Escape' && !event.altKey && !isOver()) {
        if (event.shiftKey) void act(readAll());
        else if (channelId && channelId in selectNews(state)) act(readChannel(channelId));
      } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
        event.preventDefault();
        const by = event.key === 'ArrowUp' ? -1 : 1;
        const next = nextOf(state, { spaceId, channelId, by, unread: event.shiftKey });
        if (next) navigate(channelPath(next));
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [act, store, spaceId, channelId]);
}

/** Something lies above the page, and Escape closes that. */
function isOver(): boolean {
  return document.querySelector('dialog[open], :popover-open, .side.open, .people.open') !== null;
}

interface Wanted {
  spaceId: SpaceId | null;
  channelId: ChannelId | null;
  by: -1 | 1;
  unread: boolean;
}

/** Around the end it goes on at the other. */
function nextOf(state: State, { spaceId, channelId, by, unread }: Wanted): ChannelId | null {
  const news = selectNews(state);
  const folded = selectFolded(state);
  const ids = groupsOf(selectListed(state, spaceId ?? '', false))
    .flatMap(({ category, channels }) =>
      channels.filter(({ id }) => !folded[category?.id ?? ''] || id in news || id === channelId),
    )
    .map(({ id }) => id);
  const at = ids.indexOf(channelId ?? '');
  const around =
    by > 0
      ? [...ids.slice(at + 1), ...ids.slice(0, Math.max(at, 0))]
      : [...ids.slice(0, Math.max(at, 0)).toReversed(), ...ids.slice(at + 1).toReversed()];
  return (unread ? around.find((id) => id in news) : around[0]) ?? null;
}
