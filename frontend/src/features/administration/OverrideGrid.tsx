/** What a channel says of each permission, for one role or person: no, as the space says, yes. */
import { useId } from 'react';
import type { ChannelOverride, Permission } from '../../protocol';
import { Icon, type IconName } from '../../ui/Icon';
import { withWord, wordOf, type Word } from './access';
import type { PermissionGroup } from './permissions';
import { words } from './permissionWords';

const answers = (): readonly (readonly [Word, string, IconName])[] => [
  ['deny', words.no, 'close'],
  ['inherit', words.asSpaceSays, 'slash'],
  ['allow', words.yes, 'check'],
];

interface OverrideGridProps {
  groups: PermissionGroup[];
  rule: ChannelOverride;
  /** For whom. */
  label: string;
  /** Nobody gives or takes what he lacks himself. */
  mayChange: (permission: Permission) => boolean;
  onChange: (rule: ChannelOverride) => void;
}

/** Three buttons a line; the arrow keys go from one to the next. */
export function OverrideGrid({ groups, rule, label, mayChange, onChange }: OverrideGridProps) {
  const id = useId();
  return groups.map(({ title, permissions }) => (
    <section key={title} className="part" aria-labelledby={`${id}-${title}`}>
      <h3 id={`${id}-${title}`}>{title}</h3>
      {permissions.map(({ permission, name, what }) => {
        const locked = !mayChange(permission);
        const word = wordOf(rule, permission);
        const note = `${id}-${permission}`;
        return (
          <fieldset key={permission} className="word" disabled={locked} aria-describedby={note}>
            <legend className="only-heard">{words.nameFor(name, label)}</legend>
            <div>
              <b aria-hidden="true">{name}</b>
              <p id={note}>{locked ? words.lockedHere(what) : what}</p>
            </div>
            <div className="words">
              {answers().map(([each, said, icon]) => (
                <label key={each} className={each} title={said}>
                  <input
                    type="radio"
                    name={`${id}-${permission}-word`}
                    aria-label={said}
                    checked={word === each}
                    onChange={() => onChange(withWord(rule, permission, each))}
                  />
                  <Icon name={icon} />
                </label>
              ))}
            </div>
          </fieldset>
        );
      })}
    </section>
  ));
}
