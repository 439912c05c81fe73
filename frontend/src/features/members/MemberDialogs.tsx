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
      title={`Remove ${nameOf(member)} from ${space.name}?`}
      verb="Remove"
      busy={busy}
      onConfirm={() => void run(() => act(kick(space.id, member.userId)))}
      onClose={onClose}
    >
      <p>
        Their roles and the invites they made go. What they wrote stays. With another invite they
        can come back.
      </p>
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
    <Dialog title={`Ban ${nameOf(member)} from ${space.name}?`} onClose={onClose}>
      <form className="stack" onSubmit={go}>
        <p>
          They are removed, and no invite brings them back until somebody lifts the ban. What they
          wrote stays.
        </p>
        <Field
          label="Reason (optional)"
          name="reason"
          autoComplete="off"
          data-first
          maxLength={reasonCharsMax}
          hint="Only those see it who may ban."
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          wrong={fields['reason']}
        />
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" busy={busy}>
            Ban
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

const MINUTE_MS = 60_000;

/** In minutes. */
const SPANS: readonly Option<number>[] = [
  [5, '5 minutes'],
  [60, '1 hour'],
  [1_440, '1 day'],
  [10_080, '1 week'],
  [40_320, '28 days'],
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
    <Dialog title={`Time ${nameOf(member)} out?`} onClose={onClose}>
      <form className="stack" onSubmit={go}>
        <p>They can read in {space.name}, but neither write nor react nor speak.</p>
        <Select label="For how long" options={SPANS} value={minutes} onChange={setMinutes} />
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="danger" busy={busy}>
            Time out
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
    <Dialog title={`Roles of ${nameOf(member)}`} onClose={onClose}>
      <form className="stack" onSubmit={go}>
        <div role="group" aria-label="Roles">
          {roles.toReversed().map(({ id, name, color }) => (
            <Tick
              key={id}
              checked={held.includes(id)}
              onChange={(is) => toggle(id, is)}
              label={
                <span className="person-line">
                  <Dot color={color} />
                  {name}
                </span>
              }
            />
          ))}
          {roles.length === 0 && <p>There is no role below yours that you could give.</p>}
        </div>
        <div className="actions">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy} disabled={roles.length === 0}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
