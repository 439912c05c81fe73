/** What questions about a member say. */
import { catalogue } from '../../language';

export const words = catalogue('features/members/dialogWords', {
  removeFrom: (name: string, space: string) => `Remove ${name} from ${space}?`,
  theirRolesAndInvitesThey:
    'Their roles and the invites they made go. What they wrote stays. With another invite they can come back.',
  banFrom: (name: string, space: string) => `Ban ${name} from ${space}?`,
  theyAreRemovedAndNo:
    'They are removed, and no invite brings them back until somebody lifts the ban. What they wrote stays.',
  reasonOptional: 'Reason (optional)',
  onlyThoseSeeItWho: 'Only those see it who may ban.',
  ban: 'Ban',
  shallTimeOut: (name: string) => `Time ${name} out?`,
  theyCanRead: (space: string) =>
    `They can read in ${space}, but neither write nor react nor speak.`,
  forHowLong: 'For how long',
  timeOut: 'Time out',
  rolesOf: (name: string) => `Roles of ${name}`,
  thereIsNoRoleBelow: 'There is no role below yours that you could give.',
});
