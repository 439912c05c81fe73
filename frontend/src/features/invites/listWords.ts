/** What the list of invites says. */
import { catalogue } from '../../language';
import { mix } from '../../language/mix';
import type { ReactNode } from 'react';

export const words = catalogue('features/invites/listWords', {
  newInvite: 'A new invite',
  allInvites: 'All invites',
  yourInvites: 'Your invites',
  invites: 'Invites',
  noneCanBeUsedNow: 'None can be used now. One that is spent or over is not listed.',
  show: 'Show',
  revoke: 'Revoke…',
  inviteTo: (name: string) => `An invite to ${name}`,
  whoeverOpens: (space: string) => `Whoever opens the link can make an account and join ${space}.`,
  by: (code: ReactNode, name: ReactNode) => mix`${code} by ${name}`,
  showOne: (code: string) => `Show the invite ${code}`,
  revokeOne: (code: string) => `Revoke the invite ${code}`,
  linkEnds: (name: ReactNode) =>
    mix`The link of ${name} lets nobody in any more. Who came by it stays.`,
  revokeThisInvite: 'Revoke this invite?',
  revokeInvite: 'Revoke the invite',
});
