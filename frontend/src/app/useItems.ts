/** What there is to do with places and people, for their menus. */
import { useCallback } from 'react';
import { useSelector } from 'react-redux';
import { selectMe } from '../features/auth/authSlice';
import { moveChannels } from '../features/channels/change';
import { selectListed } from '../features/channels/channelsSlice';
import { step } from '../features/channels/order';
import { dmName } from '../features/dms/names';
import { selectNews } from '../features/reads/readsSlice';
import { channelPath } from '../services/paths';
import { may, mayTo } from '../services/permissions';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import type { Channel, Member } from '../protocol';
import { useAct } from '../services';
import { updateMember } from '../features/members/change';
import { failureRaised } from '../services/failure';
import type { MenuItem } from '../ui/Menu';
import { useAsk } from './asking';
import { readChannel } from './readAll';
import { navigate } from './router';
import type { State } from './store';
import { common } from '../language/common';
import { words } from './words';

/** Does something that a menu began; what goes wrong is said aloud. */
export function useAttempt(): (work: Promise<unknown>) => void {
  const act = useAct();
  return useCallback(
    (work) => {
      work.catch((error: unknown) => act(failureRaised(error)));
    },
    [act],
  );
}

/** The menu of a channel or a category. */
export function useChannelItems(entry: SpaceEntry | null, voice: boolean) {
  const act = useAct();
  const ask = useAsk();
  const attempt = useAttempt();
  const news = useSelector(selectNews);
  const all = useSelector((state: State) => selectListed(state, entry?.space.id ?? '', voice));
  const manage = entry !== null && may(entry, 'MANAGE_CHANNELS');
  return (channel: Channel): MenuItem[] => {
    const { id, name, kind } = channel;
    const items: MenuItem[] = [];
    if (id in news) {
      items.push({
        icon: 'check',
        label: words.markAsRead,
        act: () => act(readChannel(id)),
      });
    }
    if (kind !== 'category') {
      items.push(
        {
          icon: 'bell',
          label: common.notifications,
          act: () => ask({ what: 'notifications', place: 'channels', id, name: `#${name}` }),
        },
        { icon: 'copy', label: words.copyLink, act: () => attempt(copyLink(channelPath(id))) },
      );
    }
    if (entry && may(entry, 'MANAGE_ROLES')) {
      items.push({
        icon: 'lock',
        label: words.whoMayWhatHere,
        act: () => navigate(`/spaces/${entry.space.id}/settings/channels/${id}`),
      });
    }
    if (!manage || !entry) return items;
    const spaceId = entry.space.id;
    const move = (by: -1 | 1, label: string, icon: 'up' | 'down'): MenuItem[] => {
      const moves = step(all, id, by);
      return moves.length === 0
        ? []
        : [{ icon, label, act: () => attempt(act(moveChannels(moves))) }];
    };
    return [
      ...items,
      {
        icon: 'pencil',
        label: kind === 'category' ? words.changeCategory : words.changeChannel,
        act: () => ask({ what: 'channel', spaceId, wanted: { what: 'change', channel } }),
      },
      ...move(-1, words.moveUp, 'up'),
      ...move(1, words.moveDown, 'down'),
      {
        icon: 'trash',
        label: 'Delete',
        danger: true,
        act: () => ask({ what: 'delete-channel', channel }),
      },
    ];
  };
}

/** The menu of a direct conversation. */
export function useDmItems() {
  const act = useAct();
  const ask = useAsk();
  const news = useSelector(selectNews);
  const me = useSelector(selectMe)?.id ?? '';
  return (channel: Channel): MenuItem[] => {
    const { id, kind } = channel;
    const name = dmName(channel, me);
    const read: MenuItem[] =
      id in news
        ? [
            {
              icon: 'check',
              label: words.markAsRead,
              act: () => act(readChannel(id)),
            },
          ]
        : [];
    const group: MenuItem[] =
      kind === 'group'
        ? [
            {
              icon: 'invite',
              label: words.bringPeopleIn,
              act: () => ask({ what: 'add-to-group', channel }),
            },
            {
              icon: 'leave',
              label: words.leaveGroup,
              danger: true,
              act: () => ask({ what: 'leave-group', channel }),
            },
          ]
        : [];
    return [
      ...read,
      {
        icon: 'bell',
        label: common.notifications,
        act: () => ask({ what: 'notifications', place: 'channels', id, name }),
      },
      ...group,
    ];
  };
}

/** What one may do to a member. */
export function useMemberItems(entry: SpaceEntry | null) {
  const act = useAct();
  const ask = useAsk();
  const attempt = useAttempt();
  return (member: Member): MenuItem[] => {
    if (!entry || member.userId === entry.me.userId) return [];
    const spaceId = entry.space.id;
    const items: MenuItem[] = [];
    if (mayTo(entry, 'MANAGE_ROLES', member)) {
      items.push({
        icon: 'tag',
        label: common.roles,
        act: () => ask({ what: 'roles', spaceId, member }),
      });
    }
    if (mayTo(entry, 'TIMEOUT_MEMBERS', member)) {
      const silent = member.timeoutUntil !== null && Date.parse(member.timeoutUntil) > Date.now();
      const speak = updateMember(spaceId, member.userId, { timeoutUntil: null });
      items.push(
        silent
          ? { icon: 'chat', label: words.endTimeOut, act: () => attempt(act(speak)) }
          : {
              icon: 'clock',
              label: words.timeOut,
              act: () => ask({ what: 'timeout', spaceId, member }),
            },
      );
    }
    if (mayTo(entry, 'KICK_MEMBERS', member)) {
      items.push({
        icon: 'leave',
        label: words.removeFromSpace,
        danger: true,
        act: () => ask({ what: 'kick', spaceId, member }),
      });
    }
    if (mayTo(entry, 'BAN_MEMBERS', member)) {
      items.push({
        icon: 'ban',
        label: words.ban,
        danger: true,
        act: () => ask({ what: 'ban', spaceId, member }),
      });
    }
    return items;
  };
}

function copyLink(path: string): Promise<void> {
  return navigator.clipboard.writeText(location.origin + path);
}
