/** Where one goes when the address names no channel. */
import { useEffect } from 'react';
import { useSelector } from 'react-redux';
import { selectChannels, selectListed } from '../features/channels/channelsSlice';
import type { Channel, ChannelId, SpaceId } from '../protocol';
import { channelPath } from '../services/paths';
import { remembered } from './remembered';
import { navigate, type Route } from './router';
import type { State } from './store';

/**
 * The channel that was open last, or the first; of a space that is named, there. `null`: there is
 * none to go to, or it is not known yet.
 */
export function useHome(route: Route, spaceId: SpaceId | null): ChannelId | null {
  const channels = useSelector(selectChannels);
  const listed = useSelector((state: State) => selectListed(state, spaceId ?? '', false));
  const home = homeOf(route, channels, listed);
  useEffect(() => {
    if (home) navigate(channelPath(home), 'replace');
  }, [home]);
  return home;
}

function homeOf(
  route: Route,
  channels: Record<ChannelId, Channel> | null,
  listed: Channel[],
): ChannelId | null {
  if (route.screen !== 'space' && route.screen !== 'home') return null;
  const text = listed.filter(({ kind }) => kind === 'text');
  const last = route.screen === 'space' ? remembered.channel(route.id) : remembered.channel();
  const there =
    route.screen === 'space'
      ? text.some(({ id }) => id === last)
      : last !== null && channels?.[last] !== undefined;
  return there ? last : (text[0]?.id ?? null);
}
