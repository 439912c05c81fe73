/** What the window is called: where one is, and whether something is new elsewhere. */
import { useEffect } from 'react';
import { useSelector } from 'react-redux';
import { selectInstance, selectSession } from '../features/auth/authSlice';
import { selectChannels } from '../features/channels/channelsSlice';
import { selectNews } from '../features/reads/readsSlice';
import { selectSpace } from '../features/spaces/spacesSlice';
import type { Route } from './router';
import type { State } from './store';

/** Screens that are the same for everybody, in no channel. */
const WITHOUT_A_PLACE = new Set<Route['screen']>(['nowhere', 'invite', 'reset', 'confirm']);

/** Keeps `document.title` true. */
export function useTitle(route: Route): void {
  const session = useSelector(selectSession);
  const instance = useSelector(selectInstance);
  const channel = useSelector((state: State) =>
    route.screen === 'channel' ? selectChannels(state)?.[route.id] : undefined,
  );
  const spaceId = route.screen === 'space-settings' ? route.id : (channel?.spaceId ?? null);
  const space = useSelector((state: State) => selectSpace(state, spaceId))?.space;
  const unread = Object.keys(useSelector(selectNews)).length > 0;
  const there = session === 'there';
  const known = there || session === 'none';
  const inside = there && !WITHOUT_A_PLACE.has(route.screen);
  const here = channel ? `#${channel.name}` : settings(route);
  const place = inside || !known ? here : outside(route, instance);
  const house = (there ? space?.name : instance?.name) ?? 'Parlor';
  const title = place ? `${place} · ${house}` : house;
  useEffect(() => {
    document.title = there && unread ? `• ${title}` : title;
  }, [title, there, unread]);
}

function settings({ screen }: Route): string | null {
  if (screen === 'admin') return 'Running the server';
  return screen === 'settings' || screen === 'space-settings' ? 'Settings' : null;
}

function outside(route: Route, instance: { setupRequired: boolean } | null): string {
  if (instance?.setupRequired) return 'Set up';
  switch (route.screen) {
    case 'invite':
      return 'Invite';
    case 'signup':
      return 'Make an account';
    case 'forgot':
    case 'reset':
      return 'Choose another password';
    case 'confirm':
      return 'Confirm your e-mail';
    case 'nowhere':
      return 'Nothing here';
    default:
      return 'Sign in';
  }
}
