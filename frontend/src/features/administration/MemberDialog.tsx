/** The questions before something is done with a member. */
import { useState } from 'react';
import type { Member, UpdateMember } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { Confirm } from '../../ui/Confirm';
import { Field } from '../../ui/Field';
import { Select } from '../../ui/Select';
import { Switch } from '../../ui/Switch';
import { TextArea } from '../../ui/TextArea';
import { byRank, nameOf, rolesToGive, type View } from './access';
import { ban } from './bans';
import { kick, updateMember } from './members';
import { durationsUpTo, endOf } from './timeout';

/** What can be done. */
export type Deed = 'roles' | 'rename' | 'silence' | 'speak' | 'kick' | 'ban';

interface MemberDialogProps {
  view: View;
  member: Member;
  deed: Deed;
  timeoutSecondsMax: number | undefined;
  reasonCharsMax: number | undefined;
  /** What became of them; `null` = they are in the space no longer. */
  onDone: (changed: Member | null) => void;
  onClose: () => void;
}

/** One question each. */
export function MemberDialog(props: MemberDialogProps) {
  const { view, member, deed, onDone, onClose } = props;
  const act = useAct();
  const { busy, wrong, run } = useAttempt();
  const name = nameOf(member);
  const { id, name: place } = view.space;
  const change = (wanted: UpdateMember) => (): void => {
    let changed: Member | null = null;
    void run(async () => {
      changed = await act(updateMember(id, member.userId, wanted));
    }).then((done) => done && onDone(changed));
  };
  const remove = (how: () => Promise<void>) => (): void => {
    void run(how).then((done) => done && onDone(null));
  };
  const common = { name, busy, wrong, onClose };
  switch (deed) {
    case 'roles':
      return (
        <RolesDialog
          {...common}
          view={view}
          member={member}
          onConfirm={(roleIds) => change({ roleIds })()}
        />
      );
    case 'rename':
      return (
        <RenameDialog
          {...common}
          member={member}
          onConfirm={(nickname) => change({ nickname })()}
        />
      );
    case 'silence':
      return (
        <SilenceDialog
          {...common}
          max={props.timeoutSecondsMax}
          onConfirm={(timeoutUntil) => change({ timeoutUntil })()}
        />
      );
    case 'speak':
      return (
        <Confirm
          {...common}
          title={`Let ${name} speak again?`}
          verb="End the time-out"
          look="primary"
          onConfirm={change({ timeoutUntil: null })}
        />
      );
    case 'kick':
      return (
        <Confirm
          {...common}
          title={`Remove ${name}?`}
          verb={`Remove ${name}`}
          onConfirm={remove(() => act(kick(id, member.userId)))}
        >
          <p>
            {name} leaves {place}, and their roles and invites go. What they wrote stays. With
            another invite they can come back.
          </p>
        </Confirm>
      );
    case 'ban':
      return (
        <BanDialog
          {...common}
          place={place}
          charsMax={props.reasonCharsMax}
          onConfirm={(reason) => remove(() => act(ban(id, member.userId, reason)))()}
        />
      );
  }
}

interface CommonProps {
  name: string;
  busy: boolean;
  wrong: { text?: string; requestId?: string; fields: Record<string, string> };
  onClose: () => void;
}

function RolesDialog({
  view,
  member,
  onConfirm,
  ...common
}: CommonProps & { view: View; member: Member; onConfirm: (roleIds: string[]) => void }) {
  const [held, setHeld] = useState(member.roleIds);
  return (
    <Confirm
      {...common}
      title={`Roles of ${common.name}`}
      verb="Save"
      look="primary"
      onConfirm={() => onConfirm(held)}
    >
      {byRank(rolesToGive(view, member)).map((role) => (
        <Switch
          key={role.id}
          label={role.name}
          checked={held.includes(role.id)}
          onChange={(on) =>
            setHeld((before) => {
              const others = before.filter((id) => id !== role.id);
              return on ? [...others, role.id] : others;
            })
          }
        />
      ))}
      <p className="why">Only roles below your own are shown.</p>
    </Confirm>
  );
}

function RenameDialog({
  member,
  onConfirm,
  ...common
}: CommonProps & { member: Member; onConfirm: (nickname: string | null) => void }) {
  const [nickname, setNickname] = useState(member.nickname ?? '');
  return (
    <Confirm
      {...common}
      title={`What ${member.user.displayName} is called here`}
      verb="Save"
      look="primary"
      onConfirm={() => onConfirm(nickname.trim() || null)}
    >
      <Field
        label="Nickname"
        data-first
        autoComplete="off"
        hint={`Empty: ${member.user.displayName}, as everywhere else.`}
        value={nickname}
        onChange={(event) => setNickname(event.target.value)}
        wrong={common.wrong.fields['nickname']}
      />
    </Confirm>
  );
}

function SilenceDialog({
  max,
  onConfirm,
  ...common
}: CommonProps & { max: number | undefined; onConfirm: (until: string) => void }) {
  const [seconds, setSeconds] = useState(600);
  return (
    <Confirm
      {...common}
      title={`Time out ${common.name}?`}
      verb={`Time out ${common.name}`}
      onConfirm={() => onConfirm(endOf(seconds, max, Date.now()))}
    >
      <p>They go on seeing everything, and cannot write, react or speak until it is over.</p>
      <Select
        label="For how long"
        data-first
        options={durationsUpTo(max)}
        value={seconds}
        onChange={setSeconds}
      />
    </Confirm>
  );
}

function BanDialog({
  place,
  charsMax,
  onConfirm,
  ...common
}: CommonProps & {
  place: string;
  charsMax: number | undefined;
  onConfirm: (reason: string) => void;
}) {
  const [reason, setReason] = useState('');
  return (
    <Confirm
      {...common}
      title={`Ban ${common.name}?`}
      verb={`Ban ${common.name}`}
      onConfirm={() => onConfirm(reason.trim())}
    >
      <p>
        {common.name} leaves {place} at once and cannot come back, with any invite, until the ban is
        lifted. What they wrote stays.
      </p>
      <TextArea
        label="Reason (optional)"
        data-first
        maxLength={charsMax}
        hint="Only those who may ban see it. It stands in the audit log, too."
        value={reason}
        onChange={(event) => setReason(event.target.value)}
        wrong={common.wrong.fields['reason']}
      />
    </Confirm>
  );
}
