/** Everybody in a space, and what can be done with each. */
import { useState } from 'react';
import type { Member } from '../../protocol';
import { nameOf } from '../../services/names';
import { timedOutUntil } from '../../services/permissions';
import { Avatar } from '../../ui/Avatar';
import { Dot } from '../../ui/Dot';
import { Field } from '../../ui/Field';
import type { MenuItem } from '../../ui/Menu';
import { MenuButton } from '../../ui/MenuButton';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { dayOf, momentOf } from '../../ui/times';
import { byRank, memberLock, owns, type View } from './access';
import { NicknameDialog } from './NicknameDialog';
import { problemOf } from './shown';
import { useMembers } from './useMembers';
import { common } from '../../language/common';
import { words } from './words';

interface MembersProps {
  view: View;
  /** What can be done with somebody, besides calling them something else. */
  itemsFor: (member: Member) => MenuItem[];
}

/** With a search; the next page comes when it is asked for. */
export function Members({ view, itemsFor }: MembersProps) {
  const [query, setQuery] = useState('');
  const [renamed, setRenamed] = useState<Member | null>(null);
  const members = useMembers(view.space.id, query);
  const settled = members.status === 'here' && !members.looking;
  return (
    <section className="part" aria-label={common.members}>
      <Field
        label={words.findSomebody}
        type="search"
        hint={words.byNicknameDisplayNameOr}
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <p className="why" role="status">
        {settled &&
          (query.trim() === ''
            ? words.countOf(members.items.length, members.hasMore)
            : words.found(members.items.length, members.hasMore))}
      </p>
      {members.status === 'waiting' ? (
        <RowsWaiting label={common.members} rows={6} />
      ) : (
        <ul className="rows">
          {members.items.map((member) => (
            <Row
              key={member.userId}
              view={view}
              member={member}
              items={itemsFor(member)}
              onRename={() => setRenamed(member)}
            />
          ))}
        </ul>
      )}
      <RowsEnd
        {...members}
        problem={problemOf(members)}
        onMore={members.more}
        onAgain={members.again}
      />
      {renamed && (
        <NicknameDialog space={view.space.id} member={renamed} onClose={() => setRenamed(null)} />
      )}
    </section>
  );
}

interface RowProps {
  view: View;
  member: Member;
  items: MenuItem[];
  onRename: () => void;
}

function Row({ view, member, items, onRename }: RowProps) {
  const [now] = useState(Date.now);
  const until = timedOutUntil(member, now);
  const roles = byRank(view.roles).filter(({ id }) => member.roleIds.includes(id));
  const own = member.userId === view.me.userId;
  const rename: MenuItem[] =
    own || memberLock(view, 'MANAGE_SPACE', member) === null
      ? [{ icon: 'pencil', label: words.nickname, act: onRename }]
      : [];
  return (
    <li>
      <Avatar id={member.userId} name={nameOf(member)} />
      <div className="about">
        <b>
          <bdi>{nameOf(member)}</bdi>
        </b>
        <small>{words.hereSince(member.user.username, dayOf(member.joinedAt))}</small>
        <span className="tags">
          {owns(view, member.userId) && <span className="tag good">{words.owner}</span>}
          {until && <span className="tag bad">{words.timedOut(momentOf(until))}</span>}
          {roles.map((role) => (
            <span key={role.id} className="tag">
              <Dot color={role.color} />
              <bdi>{role.name}</bdi>
            </span>
          ))}
        </span>
      </div>
      <MenuButton
        icon="dots"
        label={words.whatToDoWith(nameOf(member))}
        tip="end"
        items={[...rename, ...items]}
      />
    </li>
  );
}
