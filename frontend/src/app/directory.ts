/** What everybody and everything in sight is called, put together from what the features know. */
import { createSelector } from '@reduxjs/toolkit';
import { selectMe } from '../features/auth/authSlice';
import { byPlace, selectChannels } from '../features/channels/channelsSlice';
import { dmName } from '../features/dms/names';
import type { Unread } from '../features/inbox/InboxPanel';
import { selectNews } from '../features/reads/readsSlice';
import type { Directory, Named } from '../features/search/filters';
import { selectSpaces, selectSpacesById } from '../features/spaces/spacesSlice';
import type { Channel, ChannelId, User, UserId } from '../protocol';
import { onSpoken } from '../language';
import { compare } from '../language/formats';
import { channelPath } from '../services/paths';
import type { IconName } from '../ui/Icon';
import type { Names } from '../ui/markdown/names';
import type { State } from './store';
import { words } from './words';

/** Everybody one shares a place with, as far as they were read. */
export const selectPeople = createSelector(
  [(state: State) => state.members.bySpace, selectChannels],
  (bySpace, channels) => {
    const people: Record<UserId, User> = {};
    for (const { members = [] } of Object.values(channels ?? {})) {
      for (const user of members) people[user.id] = user;
    }
    for (const { byId } of Object.values(bySpace)) {
      for (const { user } of Object.values(byId)) people[user.id] = user;
    }
    return people;
  },
);

/** A conversation is called by the others in it. */
export function titleOf(channel: Channel, me: UserId | undefined): string {
  return channel.spaceId === null ? dmName(channel, me ?? '') : channel.name;
}

/** The picture before a channel's name. */
export function iconOf({ kind, private: hidden }: Channel): IconName {
  if (kind === 'voice') return 'voice';
  if (kind === 'dm' || kind === 'group') return 'people';
  return hidden ? 'lock' : 'hash';
}

/** What ids in a text stand for, wherever it was written. */
export const selectNames = createSelector(
  [selectPeople, selectChannels, selectSpacesById, selectMe],
  (people, channels, spaces, me): Names => ({
    user: (id) => {
      const person = people[id];
      return person ? { name: person.displayName, me: id === me?.id } : null;
    },
    role: (id) => {
      const entry = Object.values(spaces).find(({ roles }) => roles.some((role) => role.id === id));
      const role = entry?.roles.find((each) => each.id === id);
      return entry && role ? { name: role.name, mine: entry.me.roleIds.includes(id) } : null;
    },
    channel: (id) => {
      const channel = channels?.[id];
      return channel ? { name: titleOf(channel, me?.id), href: channelPath(id) } : null;
    },
  }),
);

/** A channel and where it is, in words. */
export const selectPlaceOf = createSelector(
  [selectChannels, selectSpacesById, selectMe],
  (channels, spaces, me) => (channelId: ChannelId) => {
    const channel = channels?.[channelId];
    if (!channel) return words.channelThatIsGone;
    if (channel.spaceId === null) return titleOf(channel, me?.id);
    const space = spaces[channel.spaceId]?.space.name;
    // With one space its name says nothing.
    const several = Object.keys(spaces).length > 1 && space;
    return several ? words.placeOf(channel.name, space) : `#${channel.name}`;
  },
);

/** Whom and what a search can name. */
export const selectDirectory = createSelector(
  [selectPeople, selectChannels, selectSpacesById, selectMe],
  (people, channels, spaces, me): Directory => ({
    people: Object.values(people)
      .map(({ id, displayName, username }): Named => ({ id, name: displayName, also: username }))
      .toSorted(byName),
    channels: Object.values(channels ?? {})
      .filter(({ kind }) => kind !== 'category')
      .toSorted(byPlace)
      .map((channel): Named => {
        const also = spaces[channel.spaceId ?? '']?.space.name ?? '';
        return { id: channel.id, name: titleOf(channel, me?.id), also };
      }),
  }),
);

function byName(a: Named, b: Named): number {
  return compare(a.name, b.name);
}

/** Channels with something new in them: those that call first, then as they stand in their lists. */
export const selectUnread = createSelector(
  [selectNews, selectChannels, selectSpaces, selectMe],
  (news, channels, spaces, me): Unread[] =>
    [null, ...spaces.map(({ space }) => space)]
      .flatMap((space) =>
        Object.values(channels ?? {})
          .filter(({ id, spaceId }) => id in news && spaceId === (space?.id ?? null))
          .toSorted(byPlace)
          .map((channel) => ({
            channelId: channel.id,
            name: titleOf(channel, me?.id),
            icon: iconOf(channel),
            place: space?.name ?? '',
            unread: news[channel.id]?.unread ?? 0,
            mentions: news[channel.id]?.mentions ?? 0,
          })),
      )
      .toSorted((a, b) => Number(b.mentions > 0) - Number(a.mentions > 0)),
);

/** How many messages call somebody who has not read them: mentions, and all of direct ones. */
export const selectCalls = createSelector([selectNews, selectChannels], (news, channels) =>
  Object.entries(news).reduce(
    (sum, [id, { unread, mentions }]) =>
      sum + (channels?.[id]?.spaceId === null ? unread : mentions),
    0,
  ),
);

// Names of conversations and places are made of words: nothing of another language is remembered.
onSpoken(() => {
  for (const each of [selectNames, selectPlaceOf, selectDirectory, selectUnread]) {
    each.clearCache();
    each.memoizedResultFunc.clearCache();
  }
});
