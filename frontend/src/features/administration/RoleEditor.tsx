/** One role: how it looks, what it may, who holds it. */
import { useState, type SubmitEvent } from 'react';
import type { Permission, Role } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Segments } from '../../ui/Segments';
import { Confirm } from '../../ui/Confirm';
import { Field } from '../../ui/Field';
import { SaveBar } from '../../ui/SaveBar';
import { useEdits } from '../../ui/useEdits';
import { permissionLock, roleLock, type View } from './access';
import { ColorChoice } from './ColorChoice';
import { PermissionGrid } from './PermissionGrid';
import { groupsOf } from './permissions';
import { RoleMembers } from './RoleMembers';
import { deleteRole, updateRole } from './roles';
import { common } from '../../language/common';
import { words } from './words';

type Side = 'permissions' | 'look' | 'members';

const sides = (): readonly (readonly [Side, string])[] => [
  ['permissions', words.permissions],
  ['look', words.nameAndColour],
  ['members', common.members],
];

interface RoleEditorProps {
  view: View;
  role: Role;
  voice: boolean;
  nameCharsMax: number | undefined;
  onDeleted: () => void;
}

/** What was changed on one side is still there after a look at another. */
export function RoleEditor({ view, role, voice, nameCharsMax, onDeleted }: RoleEditorProps) {
  const act = useAct();
  const everyone = role.id === view.space.id;
  const lock = roleLock(view, role);
  const [side, setSide] = useState<Side>('permissions');
  const { busy, wrong, run, forget } = useAttempt();
  const { values, changes, dirty, edit, reset } = useEdits<{
    name: string;
    color: string | null;
    permissions: Permission[];
  }>({ name: role.name, color: role.color, permissions: role.permissions });
  const undo = (): void => {
    reset();
    forget();
  };
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    if (dirty && (await run(() => act(updateRole(role.id, changes))))) reset();
  };
  return (
    <form className="editor" onSubmit={(event) => void save(event)}>
      <h2>
        <bdi>{role.name}</bdi>
      </h2>
      {lock && <p className="lead">{lock}</p>}
      {!everyone && (
        <Segments label={words.whatToSeeOfRole} options={sides()} value={side} onChange={setSide} />
      )}
      {side === 'permissions' && (
        <>
          {everyone && <p className="lead">{words.everybodyHasThisRoleWhat}</p>}
          <PermissionGrid
            groups={groupsOf(voice)}
            chosen={values.permissions}
            onChange={(permissions) => edit({ permissions })}
            lockOf={(permission) =>
              lock ? '' : permissionLock(view, permission, role.permissions)
            }
          />
        </>
      )}
      {side === 'look' && (
        <div className="part">
          <Field
            label={common.name}
            required
            disabled={lock !== null}
            maxLength={nameCharsMax}
            value={values.name}
            onChange={(event) => edit({ name: event.target.value })}
            wrong={wrong.fields['name']}
          />
          <ColorChoice
            value={values.color}
            disabled={lock !== null}
            onChange={(color) => edit({ color })}
          />
          {!lock && <DeleteRole role={role} onDeleted={onDeleted} />}
        </div>
      )}
      {side === 'members' && <RoleMembers view={view} role={role} />}
      <SaveBar dirty={dirty} busy={busy} wrong={wrong} onReset={undo} />
    </form>
  );
}

function DeleteRole({ role, onDeleted }: { role: Role; onDeleted: () => void }) {
  const act = useAct();
  const [asked, setAsked] = useState(false);
  const { busy, wrong, run } = useAttempt();
  const remove = async (): Promise<void> => {
    if (await run(() => act(deleteRole(role.id)))) onDeleted();
  };
  return (
    <div>
      <Button aria-haspopup="dialog" onClick={() => setAsked(true)}>
        {words.deleteThisRole}
      </Button>
      {asked && (
        <Confirm
          title={words.deleteRole(role.name)}
          verb={words.deleteTheRole}
          busy={busy}
          wrong={wrong}
          onConfirm={() => void remove()}
          onClose={() => setAsked(false)}
        >
          <p>{words.whoHoldsItLosesWhat}</p>
        </Confirm>
      )}
    </div>
  );
}
