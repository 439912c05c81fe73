/** What the window is called: where one is, and how much calls one elsewhere. */
import { useEffect } from 'react';
import { useSelector } from 'react-redux';
import { selectInstance, selectMe, selectSession } from '../features/auth/authSlice';
import { selectChannels } from '../features/channels/channelsSlice';
import { selectNews } from '../features/reads/readsSlice';
import { selectSpace } from '../features/spaces/spacesSlice';
import type { Channel, UserId } from '../protocol';
import { titleOf } from './directory';
import type { Route } from './router';
import type { State } from './store';
import { useMuted } from './useMuted';
import { common } from '../language/common';
import { words } from './words';
import { number } from '../language/formats';

/** Screens that are the same for everybody, in no channel. */
const WITHOUT_A_PLACE = new Set<Route['screen']>(['nowhere', 'invite', 'reset', 'confirm']);

/** Keeps `document.title` and the picture beside it true. Draws nothing itself. */
export function Title({ route }: { route: Route }): null {
  const session = useSelector(selectSession);
  const instance = useSelector(selectInstance);
  const me = useSelector(selectMe)?.id ?? '';
  const channel = useSelector((state: State) =>
    route.screen === 'channel' ? selectChannels(state)?.[route.id] : undefined,
  );
  const spaceId = route.screen === 'space-settings' ? route.id : (channel?.spaceId ?? null);
  const space = useSelector((state: State) => selectSpace(state, spaceId))?.space;
  const calls = useCalls();
  const there = session === 'there';
  const known = there || session === 'none';
  const inside = there && !WITHOUT_A_PLACE.has(route.screen);
  const here = channel ? placeOf(channel, me) : settings(route);
  const place = inside || !known ? here : outside(route, instance);
  const house = (there ? space?.name : instance?.name) ?? 'Parlor';
  const title = place ? `${place} · ${house}` : house;
  useEffect(() => {
    const before = calls.count > 0 ? `(${number(calls.count)}) ` : calls.unread ? '• ' : '';
    document.title = there ? before + title : title;
  }, [title, there, calls.count, calls.unread]);
  const called = there && calls.count > 0;
  useEffect(() => {
    const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
    if (icon) icon.href = called ? '/icon-called.svg' : '/icon.svg';
  }, [called]);
  return null;
}

/** Mentions and direct messages, and whether there is anything new at all. */
function useCalls(): { count: number; unread: boolean } {
  const news = useSelector(selectNews);
  const channels = useSelector(selectChannels);
  const muted = useMuted();
  let count = 0;
  let unread = false;
  for (const [id, each] of Object.entries(news)) {
    const channel = channels?.[id];
    if (!channel || id in muted || (channel.spaceId ?? '') in muted) continue;
    unread = true;
    count += channel.spaceId === null ? each.unread : each.mentions;
  }
  return { count, unread };
}

function placeOf(channel: Channel, me: UserId): string {
  const name = titleOf(channel, me);
  return channel.kind === 'text' ? `#${name}` : name;
}

function settings({ screen }: Route): string | null {
  if (screen === 'admin') return words.runningServer;
  return screen === 'settings' || screen === 'space-settings' ? common.settings : null;
}

function outside(route: Route, instance: { setupRequired: boolean } | null): string {
  if (instance?.setupRequired) return words.setUp;
  switch (route.screen) {
    case 'invite':
      return words.invite;
    case 'signup':
      return words.makeAccount;
    case 'forgot':
    case 'reset':
      return words.chooseAnotherPassword;
    case 'confirm':
      return words.confirmYourEMail;
    case 'nowhere':
      return words.nothingHere;
    default:
      return common.signIn;
  }
}
