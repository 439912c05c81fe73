/** What questions about a space say. */
import { catalogue } from '../../language';

export const words = catalogue('features/spaces/dialogWords', {
  makeSpace: 'Make a space',
  placeOfItsOwnWith:
    'A place of its own, with its own channels, people and roles. You can invite people once it is there.',
  shallLeave: (name: string) => `Leave ${name}?`,
  leave: 'Leave',
  yourRolesThereGoAnd:
    'Your roles there go, and so do the invites you made. What you wrote stays. Only an invite brings you back.',
});
