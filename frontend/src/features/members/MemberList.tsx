/** Who is in a space. */
import { useEffect, useMemo, type ReactNode } from 'react';
import { useSelector } from 'react-redux';
import type { Member, SpaceId, UserId } from '../../protocol';
import { useAct } from '../../services';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { nameOf, selectMembership, type Membership } from './membersSlice';
import { readMembers } from './readMembers';
import './members.css';

interface MemberListProps {
  /** `null` while it is not known yet. */
  space: { id: SpaceId; ownerId: UserId } | null;
  /** A way to bring people in, where nobody else is there. */
  invite: ReactNode;
}

/** The owner first, then everybody by name. */
export function MemberList({ space, invite }: MemberListProps) {
  const act = useAct();
  const spaceId = space?.id;
  const membership = useSelector((state: Parameters<typeof selectMembership>[0]) =>
    selectMembership(state, spaceId ?? null),
  );
  const unread = membership?.read === 'no';
  useEffect(() => {
    if (spaceId && unread) void act(readMembers(spaceId));
  }, [act, spaceId, unread]);
  const ownerId = space?.ownerId;
  const { owners, others } = useMemo(() => sorted(membership, ownerId), [membership, ownerId]);
  if (!spaceId || !membership || unread) return <Skeletons />;
  return (
    <>
      <Group title="Owner" members={owners} />
      <Group title="Members" members={others} more={membership.read === 'partly'} />
      {membership.read === 'failed' && (
        <p className="members-failed">
          The members could not be read.
          <Button onClick={() => void act(readMembers(spaceId))}>Try again</Button>
        </p>
      )}
      {others.length === 0 && membership.read === 'all' && (
        <div className="members-alone">
          <p>Nobody else is here yet.</p>
          {invite}
        </div>
      )}
    </>
  );
}

interface GroupProps {
  title: string;
  members: Member[];
  more?: boolean;
}

function Group({ title, members, more }: GroupProps) {
  if (members.length === 0) return null;
  return (
    <section>
      <h2>
        {title}, {members.length}
        {more && ' and more'}
      </h2>
      <ul>
        {members.map((member) => (
          <li
            key={member.userId}
            className="member"
            title={`${nameOf(member)} (${member.user.username})`}
          >
            <Avatar id={member.userId} name={nameOf(member)} size="medium" />
            <span>{nameOf(member)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function sorted(
  membership: Membership | null,
  ownerId: UserId | undefined,
): { owners: Member[]; others: Member[] } {
  const byName = new Intl.Collator(undefined, { sensitivity: 'base' });
  const all = Object.values(membership?.byId ?? {}).toSorted((a, b) =>
    byName.compare(nameOf(a), nameOf(b)),
  );
  const owns = ({ userId }: Member): boolean => userId === ownerId;
  return { owners: all.filter(owns), others: all.filter((member) => !owns(member)) };
}

function Skeletons() {
  return (
    <div aria-busy="true" role="status" aria-label="Members are loading">
      {[58, 42, 66, 50].map((width) => (
        <div key={width} className="member">
          <span className="skeleton square" />
          <span className="skeleton" style={{ width: `${width}%` }} />
        </div>
      ))}
    </div>
  );
}
