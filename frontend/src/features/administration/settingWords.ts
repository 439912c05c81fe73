/** The settings of the server in words: where they are chosen, and where their change is told. */
import type { Registration, SpaceMakers } from '../../protocol';
import type { Option } from '../../ui/Select';
import { words } from './serverWords';

/** Who may make an account. */
export const registrations = (): readonly Option<Registration>[] => [
  ['invite', words.whoeverHasInvite],
  ['open', words.anybody],
  ['closed', words.nobody],
];

/** Who may make a space. */
export const makers = (): readonly Option<SpaceMakers>[] => [
  ['admins', words.thoseWhoRunServer],
  ['members', words.everybodyWithAccount],
];
