/** What questions about conversations say. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';

export const words = catalogue('features/dms/dialogWords', {
  leaveGroupWith: (name: string) => `Leave the group with ${name}?`,
  leave: 'Leave',
  whatWasSaidIsNot:
    'What was said is not yours to read any more until somebody in it brings you back.',
  groupMax: (count: number) => `A group has at most ${number(count)} people.`,
  findPeople: 'Find people',
  people: 'People',
  nobodySharesSpaceWithYou: 'Nobody shares a space with you yet. Invite somebody first.',
  nobodyYouKnowIsCalled: 'Nobody you know is called that.',
});
