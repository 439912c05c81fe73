/** What a role may, one switch each, with a search. */
import { useId, useState } from 'react';
import type { Permission } from '../../protocol';
import { Field } from '../../ui/Field';
import { Switch } from '../../ui/Switch';
import type { PermissionGroup } from './permissions';
import { words } from './permissionWords';

interface PermissionGridProps {
  groups: PermissionGroup[];
  chosen: readonly Permission[];
  onChange: (chosen: Permission[]) => void;
  /** Why one of them cannot be switched; `null` when it can. */
  lockOf: (permission: Permission) => string | null;
}

/** Those whose name or explanation has all the words. */
export function filtered(groups: PermissionGroup[], query: string): PermissionGroup[] {
  const wanted = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map(({ title, permissions }) => ({
      title,
      permissions: permissions.filter(({ name, what }) => {
        const text = `${name} ${what}`.toLocaleLowerCase();
        return wanted.every((word) => text.includes(word));
      }),
    }))
    .filter(({ permissions }) => permissions.length > 0);
}

/** Grouped as people think of them. */
export function PermissionGrid({ groups, chosen, onChange, lockOf }: PermissionGridProps) {
  const [query, setQuery] = useState('');
  const id = useId();
  const shown = filtered(groups, query);
  const toggle = (permission: Permission, on: boolean): void => {
    const others = chosen.filter((each) => each !== permission);
    onChange(on ? [...others, permission] : others);
  };
  return (
    <>
      <Field
        label={words.findPermission}
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {shown.map(({ title, permissions }) => (
        <section key={title} className="part" aria-labelledby={`${id}-${title}`}>
          <h3 id={`${id}-${title}`}>{title}</h3>
          {permissions.map(({ permission, name, what }) => {
            const lock = lockOf(permission);
            return (
              <Switch
                key={permission}
                label={name}
                hint={lock ? `${what} ${lock}` : what}
                checked={chosen.includes(permission)}
                disabled={lock !== null}
                onChange={(on) => toggle(permission, on)}
              />
            );
          })}
        </section>
      ))}
      <p className={shown.length > 0 ? 'only-heard' : 'why'} role="status">
        {shown.length > 0 ? '' : words.noPermissionIsCalledThat}
      </p>
    </>
  );
}
