/** The settings of the server in words: where they are chosen, and where their change is told. */
import type { Registration, SpaceMakers } from '../../protocol';
import type { Option } from '../../ui/Select';

/** Who may make an account. */
export const REGISTRATIONS: readonly Option<Registration>[] = [
  ['invite', 'Whoever has an invite'],
  ['open', 'Anybody'],
  ['closed', 'Nobody'],
];

/** Who may make a space. */
export const MAKERS: readonly Option<SpaceMakers>[] = [
  ['admins', 'Those who run the server'],
  ['members', 'Everybody with an account'],
];
