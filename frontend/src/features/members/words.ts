/** What the list of members says. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { mix } from '../../language/mix';
import type { ReactNode } from 'react';

export const words = catalogue('features/members/words', {
  membersCouldNotBeRead: 'The members could not be read.',
  findMember: 'Find a member',
  nobodyIsCalledThat: 'Nobody here is called that.',
  nobodyElseIsHereYet: 'Nobody else is here yet.',
  headOf: (title: ReactNode, count: number, more: boolean) =>
    mix`${title}, ${number(count)}${more ? ' and more' : ''}`,
  membersAreLoading: 'Members are loading',
  owner: ', owner',
  program: ', a program',
  is: (status: string) => `, ${status}`,
  timedOut: (until: string) => `Timed out until ${until}.`,
  people: 'People',
  joined: (joined: string, made: string) => `Joined ${joined}. Account made ${made}.`,
  made: (day: string) => `Account made ${day}.`,
  message: 'Message',
  actionsFor: (name: string) => `Actions for ${name}`,
  seen: {
    online: 'Online',
    idle: 'Away',
    dnd: 'Do not disturb',
    invisible: 'Invisible',
    offline: 'Offline',
  },
  online: 'Online',
  offline: 'Offline',
});
