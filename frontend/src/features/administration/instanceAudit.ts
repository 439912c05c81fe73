/** What was done in running the server, in plain sentences. */
import type { InstanceAction, InstanceEntry } from '../../protocol';
import { isThere, line, person, text, type Part } from './auditWords';
import { MAKERS, REGISTRATIONS } from './settingWords';

/** Who does it at the machine itself, and has no name there. */
export const OPERATOR = 'The operator at the machine';

const ACTIONS: Record<InstanceAction, string> = {
  account_disabled: 'Account disabled',
  account_enabled: 'Account enabled',
  admin_named: 'Admin named',
  admin_dismissed: 'Admin dismissed',
  sessions_ended: 'Signed out everywhere',
  reset_link_made: 'Reset link made',
  password_reset: 'Password replaced',
  settings_changed: 'Settings changed',
};

/** The kinds of entries, for a filter. A newer server's are left out. */
export const INSTANCE_ACTIONS = Object.entries(ACTIONS) as [InstanceAction, string][];

const STARTED_WITH = 'as the server was started with';

/** "Ada disabled the account of Bo". */
export function sentenceOf({ actor, action, target }: InstanceEntry): Part[] {
  const who: Part = { name: actor?.displayName ?? OPERATOR };
  const whom = person(target?.displayName ?? null);
  switch (action) {
    case 'account_disabled':
      return [who, ' disabled the account of ', whom];
    case 'account_enabled':
      return [who, ' enabled the account of ', whom];
    case 'admin_named':
      return [who, ' made ', whom, ' an admin'];
    case 'admin_dismissed':
      return [who, ' took back the admin of ', whom];
    case 'sessions_ended':
      return [who, ' signed ', whom, ' out everywhere'];
    case 'reset_link_made':
      return [who, ' made a reset link for ', whom];
    case 'password_reset':
      return [who, ' gave ', whom, ' another password'];
    case 'settings_changed':
      return [who, ' changed the settings of the server'];
    default:
      // A newer server knows more deeds than this page.
      return [who, ` did something this page does not know (${String(action)})`];
  }
}

/** What it became, one line each; none where the sentence says it all. */
export function detailsOf({ action, detail }: InstanceEntry): string[] {
  switch (action) {
    case 'sessions_ended':
    case 'password_reset':
      return [devices(detail['sessions'])].filter(isThere);
    case 'settings_changed':
      return [
        setting('Name', detail['instance.name']),
        setting('Who may make an account', detail['accounts.registration'], REGISTRATIONS),
        setting('Who may make a space', detail['spaces.create'], MAKERS),
      ].filter(isThere);
    default:
      return [];
  }
}

function devices(count: unknown): string | null {
  if (typeof count !== 'number') return null;
  if (count === 0) return 'They were signed in nowhere';
  return count === 1 ? 'Signed out of 1 device' : `Signed out of ${count} devices`;
}

function setting(
  label: string,
  value: unknown,
  words: readonly (readonly [string, string])[] = [],
): string | null {
  if (value === null) return `${label}: ${STARTED_WITH}`;
  const word = words.find(([each]) => each === value)?.[1];
  return line(label, word ?? text(value));
}
