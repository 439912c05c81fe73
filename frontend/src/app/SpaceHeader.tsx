/** The head of the side bar: which space it is, and what there is to do with it. */
import { useSelector } from 'react-redux';
import { selectListed } from '../features/channels/channelsSlice';
import { readSpace } from '../features/reads/mark';
import { InviteButton } from '../features/invites/InviteButton';
import { may, mayManage } from '../services/permissions';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import { useAct } from '../services';
import type { MenuItem } from '../ui/Menu';
import { MenuButton } from '../ui/MenuButton';
import { useAsk } from './asking';
import { navigate } from './router';
import type { State } from './store';
import { useAttempt } from './useItems';
import { useMayMake } from './useMayMake';
import { common } from '../language/common';
import { words } from './words';

/** Its name, a way to bring people in, and its menu. */
export function SpaceHeader({ entry }: { entry: SpaceEntry }) {
  const items = useSpaceItems(entry);
  return (
    <>
      {may(entry, 'CREATE_INVITE') && <InviteButton space={entry.space} look="picture" />}
      <MenuButton icon="dots" label={words.menuOf(entry.space.name)} items={items} />
    </>
  );
}

function useSpaceItems(entry: SpaceEntry): MenuItem[] {
  const act = useAct();
  const ask = useAsk();
  const attempt = useAttempt();
  const mayMake = useMayMake();
  const { space, me } = entry;
  const channels = useSelector((state: State) => selectListed(state, space.id, true));
  const ids = channels.map(({ id }) => id);
  const make = (kind: 'text' | 'category') => (): void =>
    ask({ what: 'channel', spaceId: space.id, wanted: { what: 'make', kind, parentId: null } });
  const items: MenuItem[] = [];
  if (may(entry, 'CREATE_INVITE')) {
    items.push({
      icon: 'invite',
      label: words.invitePeople,
      act: () => ask({ what: 'invite', space }),
    });
  }
  if (may(entry, 'MANAGE_CHANNELS')) {
    items.push(
      { icon: 'plus', label: words.makeChannel, act: make('text') },
      { icon: 'plus', label: words.makeCategory, act: make('category') },
    );
  }
  items.push(
    {
      icon: 'check',
      label: words.markEverythingAsRead,
      act: () => attempt(act(readSpace(space.id, ids))),
    },
    {
      icon: 'bell',
      label: common.notifications,
      act: () => ask({ what: 'notifications', place: 'spaces', id: space.id, name: space.name }),
    },
  );
  if (mayMake) {
    items.push({
      icon: 'plus',
      label: words.makeSpace,
      act: () => ask({ what: 'make-space' }),
    });
  }
  if (mayManage(entry)) {
    items.push({
      icon: 'gear',
      label: words.settingsOfSpace,
      act: () => navigate(`/spaces/${space.id}/settings`),
    });
  }
  if (space.ownerId !== me.userId) {
    items.push({
      icon: 'leave',
      label: words.leaveSpace,
      danger: true,
      act: () => ask({ what: 'leave-space', space }),
    });
  }
  return items;
}
