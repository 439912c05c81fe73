/** Everything the palette can go to or do. */
import { useMemo } from 'react';
import { useSelector } from 'react-redux';
import { selectMe } from '../features/auth/authSlice';
import { leave } from '../features/auth/enter';
import { byPlace, selectChannels } from '../features/channels/channelsSlice';
import type { Choice } from '../features/palette/Palette';
import { selectNews } from '../features/reads/readsSlice';
import type { Chosen } from '../features/settings/looks';
import { looksChosen } from '../features/settings/settingsSlice';
import { channelPath } from '../services/paths';
import { may, mayManage } from '../services/permissions';
import { selectSpacesById, type SpaceEntry } from '../features/spaces/spacesSlice';
import type { Channel } from '../protocol';
import { useAct, type Act } from '../services';
import { failureRaised } from '../services/failure';
import { useAsk, type Ask } from './asking';
import { iconOf, selectPeople, titleOf } from './directory';
import { useFinding, type Finding } from './finding';
import { openDm } from './openDm';
import { readAll } from './readAll';
import { navigate } from './router';
import { useMayMake } from './useMayMake';
import { useVoice } from './VoicePlaces';
import { common } from '../language/common';
import { words } from './choiceWords';
import { LANGUAGES, OWN_NAMES } from '../language';

/** `channel` is on the screen: nobody wants to go where they are. */
export function useChoices(channel: Channel | undefined): Choice[] {
  const act = useAct();
  const ask = useAsk();
  const finding = useFinding();
  const person = useSelector(selectMe);
  const me = person?.id;
  const helper = person?.owner === true || person?.admin === true;
  const mayMake = useMayMake();
  const voice = useVoice();
  const channels = useSelector(selectChannels);
  const people = useSelector(selectPeople);
  const spaces = useSelector(selectSpacesById);
  const news = useSelector(selectNews);
  return useMemo(() => {
    const places = Object.values(channels ?? {})
      .filter(
        ({ id, kind }) => id !== channel?.id && kind !== 'category' && (voice || kind !== 'voice'),
      )
      .toSorted(byPlace)
      .map((each): Choice => {
        const other = each.kind === 'dm' ? each.members?.find(({ id }) => id !== me) : undefined;
        const { unread = 0, mentions = 0 } = news[each.id] ?? {};
        const space = spaces[each.spaceId ?? '']?.space.name;
        return {
          key: `channel:${each.id}`,
          kind: each.spaceId === null ? 'conversation' : 'channel',
          name: titleOf(each, me),
          icon: other ? { avatarOf: other.id } : iconOf(each),
          unread: unread > 0,
          mentions: each.spaceId === null ? unread : mentions,
          also: other?.username,
          hint: space,
          take: () => navigate(channelPath(each.id)),
        };
      });
    const talkedTo = new Set(
      Object.values(channels ?? {})
        .filter(({ kind }) => kind === 'dm')
        .flatMap(({ members = [] }) => members.map(({ id }) => id)),
    );
    const strangers = Object.values(people)
      .filter(({ id }) => id !== me && !talkedTo.has(id))
      .map(({ id, displayName, username }): Choice => ({
        key: `person:${id}`,
        kind: 'person',
        name: displayName,
        also: username,
        hint: username,
        icon: { avatarOf: id },
        take: () => void act(openDm(id)),
      }));
    const houses = Object.values(spaces).map(({ space: { id, name } }): Choice => ({
      key: `space:${id}`,
      kind: 'space',
      name,
      hint: words.space,
      icon: 'house',
      take: () => navigate(`/spaces/${id}`),
    }));
    const here = channel?.spaceId ?? Object.keys(spaces)[0];
    const entry = here === undefined ? undefined : spaces[here];
    const rooms = entry ? spaceCommands(entry, ask) : [];
    if (mayMake) {
      rooms.push(
        command('make-space', words.makeSpace, {
          icon: 'house',
          also: words.newMakeAdd,
          take: () => ask({ what: 'make-space' }),
        }),
      );
    }
    if (helper) {
      rooms.push(
        command('admin', words.serverSettings, {
          icon: 'gear',
          also: words.administrationInstanceUsersRegistration,
          take: () => navigate('/admin'),
        }),
      );
    }
    return [...places, ...strangers, ...houses, ...commands(act, ask, finding), ...rooms];
  }, [act, ask, finding, me, helper, mayMake, voice, channel, channels, people, spaces, news]);
}

const LOOKS: [name: keyof typeof words.looks, looks: Chosen][] = [
  ['light', { theme: 'light' }],
  ['dark', { theme: 'dark' }],
  ['system', { theme: 'system' }],
  ['high', { contrast: 'more' }],
  ['normal', { contrast: 'normal' }],
  ['cozy', { density: 'cozy' }],
  ['compact', { density: 'compact' }],
];

function command(
  key: string,
  name: string,
  more: Pick<Choice, 'icon' | 'take' | 'also' | 'hint'>,
): Choice {
  return { key: `command:${key}`, kind: 'command', name, ...more };
}

/** What there is to do with the space one is in, for those who may. */
function spaceCommands(entry: SpaceEntry, ask: Ask): Choice[] {
  const { space } = entry;
  const { id, name: hint } = space;
  const doors: [boolean, Choice][] = [
    [
      may(entry, 'MANAGE_CHANNELS'),
      command(`channel-${id}`, words.createChannel, {
        icon: 'hash',
        also: words.newMakeAdd,
        hint,
        take: () =>
          ask({
            what: 'channel',
            spaceId: id,
            wanted: { what: 'make', kind: 'text', parentId: null },
          }),
      }),
    ],
    [
      may(entry, 'CREATE_INVITE'),
      command(`invite-${id}`, words.invitePeople, {
        icon: 'invite',
        also: words.addLinkJoin,
        hint,
        take: () => ask({ what: 'invite', space }),
      }),
    ],
    [
      mayManage(entry),
      command(`space-${id}`, words.spaceSettings, {
        icon: 'gear',
        also: words.rolesMembersBans,
        hint,
        take: () => navigate(`/spaces/${id}/settings`),
      }),
    ],
  ];
  return doors.filter(([open]) => open).map(([, choice]) => choice);
}

function commands(act: Act, ask: Ask, { show, raise }: Finding): Choice[] {
  return [
    command('settings', common.settings, {
      icon: 'gear',
      also: words.preferencesProfileAccountOptions,
      take: () => navigate('/settings'),
    }),
    command('search', words.searchMessages, {
      icon: 'search',
      also: words.findLookFor,
      take: () => show('search'),
    }),
    command('inbox', words.inbox, {
      icon: 'inbox',
      also: words.mentionsUnreadNotificationsActivity,
      take: () => show('inbox'),
    }),
    command('pins', words.pinnedMessages, { icon: 'pin', also: 'pins', take: () => show('pins') }),
    command('message', words.messageSomebody, {
      icon: 'people',
      also: words.directDmConversationGroupNew,
      take: () => ask({ what: 'new-dm' }),
    }),
    command('read', words.markEverythingRead, {
      icon: 'check',
      also: words.markAllAsRead,
      take: () => void act(readAll()),
    }),
    ...LOOKS.map(([name, looks]) =>
      command(name, words.looks[name], {
        icon: 'theme',
        also: words.appearanceModeColoursColors,
        take: () => act(looksChosen(looks)),
      }),
    ),
    ...LANGUAGES.map((language) =>
      command(`language-${language}`, OWN_NAMES[language], {
        icon: 'chat',
        also: words.languageLocale,
        hint: words.language,
        take: () => act(looksChosen({ language })),
      }),
    ),
    command('shortcuts', words.keyboardShortcuts, {
      icon: 'keys',
      also: words.keysHelpHotkeys,
      take: () => raise('shortcuts'),
    }),
    command('leave', words.logOut, {
      icon: 'leave',
      also: words.signOutLeaveExit,
      take: () => {
        act(leave('here')).catch((error: unknown) => {
          act(failureRaised(error));
        });
      },
    }),
  ];
}
