/** What was done in running the server, in plain sentences. */
import type { InstanceAction, InstanceEntry } from '../../protocol';
import { isThere, line, person, text } from './auditWords';
import type { Part } from './told';
import { makers, registrations } from './settingWords';
import { common } from '../../language/common';
import { words } from './logWords';

/** The kinds of entries, for a filter. A newer server's are left out. */
export function instanceActions(): [InstanceAction, string][] {
  return Object.entries<string>(words.instanceActions satisfies Record<InstanceAction, string>) as [
    InstanceAction,
    string,
  ][];
}

/** "Ada disabled the account of Bo". */
export function sentenceOf({ actor, action, target }: InstanceEntry): Part[] {
  const who: Part = { name: actor?.displayName ?? words.operator };
  const whom = person(target?.displayName ?? null);
  const { told } = words;
  switch (action) {
    case 'account_disabled':
    case 'account_enabled':
    case 'admin_named':
    case 'admin_dismissed':
    case 'sessions_ended':
    case 'reset_link_made':
    case 'password_reset':
      return told[action](who, whom);
    case 'settings_changed':
      return told.settings_changed(who);
    default:
      // A newer server knows more deeds than this page.
      return told.unknown(who, String(action));
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
        setting(common.name, detail['instance.name']),
        setting(words.whoMayMakeAccount, detail['accounts.registration'], registrations()),
        setting(words.whoMayMakeSpace, detail['spaces.create'], makers()),
      ].filter(isThere);
    default:
      return [];
  }
}

function devices(count: unknown): string | null {
  if (typeof count !== 'number') return null;
  return words.signedOutOf(count);
}

function setting(
  label: string,
  value: unknown,
  options: readonly (readonly [string, string])[] = [],
): string | null {
  if (value === null) return words.line(label, words.startedWith);
  const word = options.find(([each]) => each === value)?.[1];
  return line(label, word ?? text(value));
}
