/** What is asked before something is done to a member. */
import { useState, type SubmitEvent } from 'react';
import type { Member, Role, RoleId, SpaceId } from '../../protocol';
import { useAct } from '../../services';
import { nameOf } from '../../services/names';
import { useDoing } from '../../services/useDoing';
import { Button } from '../../ui/Button';
import { Confirm } from '../../ui/Confirm';
import { Dialog } from '../../ui/Dialog';
import { Dot } from '../../ui/Dot';
import { Field } from '../../ui/Field';
import { Select, type Option } from '../../ui/Select';
import { Tick } from '../../ui/Tick';
import { ban, kick, updateMember } from './change';
import { common } from '../../language/common';
import { words } from './dialogWords';
import { span } from '../../language/formats';

interface MemberDialogProps {
  space: { id: SpaceId; name: string };
  member: Member;
  onClose: () => void;
}

/** An invite brings them back. */
export function KickDialog({ space, member, onClose }: MemberDialogProps) {
  const act = useAct();
  const { busy, run } = useDoing(onClose);
  return (
    <Confirm
      title={words.removeFrom(nameOf(member), space.name)}
      verb={common.remove}
      busy={busy}
      onConfirm={() => void run(() => act(kick(space.id, member.userId)))}
      onClose={onClose}
    >
      <p>{words.theirRolesAndInvitesThey}</p>
    </Confirm>
  );
}

/** They do not come back until the ban is lifted. */
export function BanDialog({
  space,
  member,
  reasonCharsMax,
  onClose,
}: MemberDialogProps & { reasonCharsMax: number | undefined }) {
  const act = useAct();
  const [reason, setReason] = useState('');
  const { busy, fields, run } = useDoing(onClose);
  const go = (event: SubmitEvent): void => {
    event.preventDefault();
    void run(() => act(ban(space.id, member.userId, reason.trim())));
  };
  return (
    <Dialog title={words.banFrom(nameOf(member), space.name)} onClose={onClose}>
      <form className="stack" onSubmit={go}>
        <p>{words.theyAreRemovedAndNo}</p>
        <Field
          label={words.reasonOptional}
          name="reason"
          autoComplete="off"
          data-first
          maxLength={reasonCharsMax}
          hint={words.onlyThoseSeeItWho}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          wrong={fields['reason']}
        />
        <div className="actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" look="danger" busy={busy}>
            {words.ban}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const MINUTE_MS = 60_000;

/** In minutes. */
const spans = (): readonly Option<number>[] => [
  [5, span(5, 'minute')],
  [60, span(1, 'hour')],
  [1_440, span(1, 'day')],
  [10_080, span(1, 'week')],
  [40_320, span(28, 'day')],
];

/** They read, and do not write. */
export function TimeoutDialog({ space, member, onClose }: MemberDialogProps) {
  const act = useAct();
  const [minutes, setMinutes] = useState(60);
  const { busy, run } = useDoing(onClose);
  const go = (event: SubmitEvent): void => {
    event.preventDefault();
    // A moment less than the longest that the server takes, whatever its clock says.
    const until = new Date(Date.now() + minutes * MINUTE_MS - MINUTE_MS / 2).toISOString();
    void run(() => act(updateMember(space.id, member.userId, { timeoutUntil: until })));
  };
  return (
    <Dialog title={words.shallTimeOut(nameOf(member))} onClose={onClose}>
      <form className="stack" onSubmit={go}>
        <p>{words.theyCanRead(space.name)}</p>
        <Select label={words.forHowLong} options={spans()} value={minutes} onChange={setMinutes} />
        <div className="actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" look="danger" busy={busy}>
            {words.timeOut}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** `roles` are those that one may give and take; the others stay as they are. */
export function RolesDialog({
  space,
  member,
  roles,
  onClose,
}: MemberDialogProps & { roles: Role[] }) {
  const act = useAct();
  const [held, setHeld] = useState<RoleId[]>(member.roleIds);
  const { busy, run } = useDoing(onClose);
  const go = (event: SubmitEvent): void => {
    event.preventDefault();
    void run(() => act(updateMember(space.id, member.userId, { roleIds: held })));
  };
  const toggle = (id: RoleId, is: boolean): void =>
    setHeld(is ? [...held, id] : held.filter((each) => each !== id));
  return (
    <Dialog title={words.rolesOf(nameOf(member))} onClose={onClose}>
      <form className="stack" onSubmit={go}>
        <div role="group" aria-label={common.roles}>
          {roles.toReversed().map(({ id, name, color }) => (
            <Tick
              key={id}
              checked={held.includes(id)}
              onChange={(is) => toggle(id, is)}
              label={
                <span className="person-line">
                  <Dot color={color} />
                  <bdi>{name}</bdi>
                </span>
              }
            />
          ))}
          {roles.length === 0 && <p>{words.thereIsNoRoleBelow}</p>}
        </div>
        <div className="actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" look="primary" busy={busy} disabled={roles.length === 0}>
            {common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
