/** Who is in a space. */
import { useEffect, useMemo } from 'react';
import type { Member } from '../../protocol';
import { useAct } from '../../services';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { InviteButton } from './InviteButton';
import { readMembers } from './readMembers';
import type { SpaceEntry } from './spacesSlice';
import './spaces.css';

/** The owner first, then everybody by name. */
export function MemberList({ entry }: { entry: SpaceEntry | null }) {
  const act = useAct();
  const spaceId = entry?.space.id;
  const unread = entry?.read === 'no';
  useEffect(() => {
    if (spaceId && unread) void act(readMembers(spaceId));
  }, [act, spaceId, unread]);
  const { owners, others } = useMemo(() => sorted(entry), [entry]);
  if (!entry || unread) return <Skeletons />;
  return (
    <>
      <Group title="Owner" members={owners} />
      <Group title="Members" members={others} more={entry.read === 'partly'} />
      {entry.read === 'failed' && (
        <p className="members-failed">
          The members could not be read.
          <Button onClick={() => void act(readMembers(entry.space.id))}>Try again</Button>
        </p>
      )}
      {others.length === 0 && entry.read === 'all' && (
        <div className="members-alone">
          <p>Nobody else is here yet.</p>
          <InviteButton entry={entry} look="words" />
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

function sorted(entry: SpaceEntry | null): { owners: Member[]; others: Member[] } {
  const byName = new Intl.Collator(undefined, { sensitivity: 'base' });
  const all = Object.values(entry?.members ?? {}).toSorted((a, b) =>
    byName.compare(nameOf(a), nameOf(b)),
  );
  const owns = ({ userId }: Member): boolean => userId === entry?.space.ownerId;
  return { owners: all.filter(owns), others: all.filter((member) => !owns(member)) };
}

function nameOf({ nickname, user }: Member): string {
  return nickname ?? user.displayName;
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
