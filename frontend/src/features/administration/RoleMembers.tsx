/** Who holds a role, and who else might. */
import { useState } from 'react';
import type { Member, Role } from '../../protocol';
import { useAct } from '../../services';
import { failureRaised } from '../../services/failure';
import { nameOf } from '../../services/names';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { roleLock, rolesToGive, type View } from './access';
import { MemberPicker } from './MemberPicker';
import { updateMember } from './members';
import { problemOf } from './shown';
import { useMembers } from './useMembers';
import { common } from '../../language/common';
import { words } from './words';

/** Given and taken at once: each is one person's. */
export function RoleMembers({ view, role }: { view: View; role: Role }) {
  const act = useAct();
  const [adding, setAdding] = useState(false);
  const members = useMembers(view.space.id, '');
  const holders = members.items.filter(({ roleIds }) => roleIds.includes(role.id));
  const maySwitch = (member: Member): boolean =>
    rolesToGive(view, member).some(({ id }) => id === role.id);
  const set = async (member: Member, holds: boolean): Promise<void> => {
    const others = member.roleIds.filter((id) => id !== role.id);
    try {
      const roleIds = holds ? [...others, role.id] : others;
      const changed = await act(updateMember(view.space.id, member.userId, { roleIds }));
      members.change((items) =>
        items.map((each) => (each.userId === changed.userId ? changed : each)),
      );
    } catch (error) {
      act(failureRaised(error));
    }
  };
  return (
    <section className="part" aria-label={words.membersWithRole(role.name)}>
      <div className="part-head">
        <p className="lead">
          {holders.length === 0 && members.status === 'here' && !members.hasMore
            ? words.nobodyHoldsThisRoleYet
            : words.holders(holders.length, members.hasMore)}
        </p>
        {roleLock(view, role) === null && (
          <Button aria-haspopup="dialog" onClick={() => setAdding(true)}>
            {words.giveItToSomebody}
          </Button>
        )}
      </div>
      {members.status === 'waiting' ? (
        <RowsWaiting label={common.members} />
      ) : (
        <ul className="rows">
          {holders.map((member) => (
            <li key={member.userId}>
              <Avatar id={member.userId} name={nameOf(member)} />
              <div className="about">
                <b>
                  <bdi>{nameOf(member)}</bdi>
                </b>
                <small>
                  <bdi>{member.user.username}</bdi>
                </small>
              </div>
              {maySwitch(member) && (
                <Button
                  aria-label={words.takeRoleFrom(nameOf(member))}
                  onClick={() => void set(member, false)}
                >
                  {words.take}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      <RowsEnd
        {...members}
        problem={problemOf(members)}
        label={words.lookThroughMoreMembers}
        onMore={members.more}
        onAgain={members.again}
      />
      {adding && (
        <MemberPicker
          title={words.giveTo(role.name)}
          space={view.space.id}
          wants={(member) => !member.roleIds.includes(role.id)}
          mayChoose={maySwitch}
          onChoose={(member) => {
            setAdding(false);
            void set(member, true);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </section>
  );
}
