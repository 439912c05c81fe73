/** The roles of a space: their order, and the one that is open. */
import { useState } from 'react';
import type { Role, RoleId } from '../../protocol';
import { useAct } from '../../services';
import { failureRaised } from '../../services/failure';
import { rankOf } from '../../services/permissions';
import { useAttempt } from '../../services/useAttempt';
import { Button } from '../../ui/Button';
import { Dot } from '../../ui/Dot';
import { Empty } from '../../ui/Empty';
import { Icon } from '../../ui/Icon';
import { Problem } from '../../ui/Problem';
import { useMedia } from '../../ui/useMedia';
import { useReorder } from '../../ui/useReorder';
import { byRank, mayOf, positionAt, type View } from './access';
import { RoleEditor } from './RoleEditor';
import { createRole, updateRole } from './roles';
import { words } from './words';

interface RolesProps {
  view: View;
  /** The role of the address. */
  item: RoleId | null;
  base: string;
  voice: boolean;
  nameCharsMax: number | undefined;
  onOpen: (address: string) => void;
}

/** The list beside the role where there is room, else one after the other. */
export function Roles({ view, item, base, voice, nameCharsMax, onOpen }: RolesProps) {
  const wide = useMedia('(min-width: 721px)');
  // A window that becomes narrow must not take away what is not saved.
  const [begunWide] = useState(wide);
  const open = item === null && (wide || begunWide);
  const roles = byRank(view.roles);
  const chosen = roles.find(({ id }) => id === item) ?? (open ? roles[0] : null);
  const list = <RoleList view={view} base={base} chosen={chosen?.id ?? null} onOpen={onOpen} />;
  if (item === null && !open) return list;
  return (
    <div className="master">
      {wide && list}
      <div className="detail">
        {chosen ? (
          <RoleEditor
            key={chosen.id}
            view={view}
            role={chosen}
            voice={voice}
            nameCharsMax={nameCharsMax}
            onDeleted={() => onOpen(base)}
          />
        ) : (
          <Empty title={words.thisRoleIsGone}>{words.somebodyDeletedItChooseAnother}</Empty>
        )}
      </div>
    </div>
  );
}

interface RoleListProps {
  view: View;
  base: string;
  chosen: RoleId | null;
  onOpen: (address: string) => void;
}

/** The highest first; @everyone stands last and stays there. */
function RoleList({ view, base, chosen, onOpen }: RoleListProps) {
  const act = useAct();
  const { busy, wrong, run } = useAttempt();
  const [said, setSaid] = useState('');
  const roles = byRank(view.roles);
  const movable = roles.filter(({ id }) => id !== view.space.id);
  const everyone = roles.find(({ id }) => id === view.space.id);
  const may = mayOf(view)('MANAGE_ROLES');
  const { list, move, handle } = useReorder(({ from, to }) => {
    const role = movable[from];
    const position = role ? positionAt(view, role, to) : null;
    if (!role) return;
    if (position === null) {
      setSaid(words.staysItCannotStandAs(role.name));
      return;
    }
    setSaid(words.isNow(role.name, to + 1, movable.length));
    act(updateRole(role.id, { position })).catch((error: unknown) => {
      act(failureRaised(error));
    });
  });
  const make = async (): Promise<void> => {
    await run(async () => {
      const role = await act(createRole(view.space.id, { name: words.newRole }));
      onOpen(`${base}/${role.id}`);
    });
  };
  const rowOf = (role: Role) => (
    <a href={`${base}/${role.id}`} aria-current={role.id === chosen ? 'true' : undefined}>
      <Dot color={role.color} />
      <bdi>{role.name}</bdi>
      {may && rankOf(view, view.me) <= role.position && <Icon name="lock" size={14} />}
    </a>
  );
  return (
    <div className="role-list">
      {may && (
        <Button look="primary" wide busy={busy} onClick={() => void make()}>
          {words.makeRole}
        </Button>
      )}
      <Problem wrong={wrong} />
      <p className="why">{words.whoHoldsSeveralRolesStands}</p>
      <ul ref={list} aria-label={words.rolesHighestFirst}>
        {movable.map((role, index) => (
          <li key={role.id} className={classOf(index, move)}>
            {rowOf(role)}
            {may && rankOf(view, view.me) > role.position && (
              <button
                type="button"
                className="icon-button grip"
                aria-label={words.moveArrowKeysUpAnd(role.name)}
                {...handle(index)}
              >
                <Icon name="grip" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {everyone && <div className="role-everyone">{rowOf(everyone)}</div>}
      <p className="only-heard" role="status">
        {said}
      </p>
    </div>
  );
}

/** Where a row that is held would come to lie. */
function classOf(index: number, move: { from: number; to: number } | null): string {
  if (!move) return '';
  if (move.from === index) return 'held';
  if (move.to !== index) return '';
  return move.to < move.from ? 'before' : 'after';
}
