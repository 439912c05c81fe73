/** Somebody, close up. */
import { useMemo, useState, type ReactNode } from 'react';
import type { Member, Role, Status, User } from '../../protocol';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Dot } from '../../ui/Dot';
import { Menu, type MenuItem } from '../../ui/Menu';
import { Popover } from '../../ui/Popover';
import { dayOf, momentOf } from '../../ui/times';
import './members.css';
import { common } from '../../language/common';
import { words } from './words';

interface PersonCardProps {
  user: User;
  /** What they are in the space on the screen; `null` when they are not in it. */
  member: Member | null;
  roles: Role[];
  owner: boolean;
  seen: { status: Status; statusText: string | null };
  anchor: HTMLElement;
  /** Writes to them; `null` for oneself. */
  onMessage: (() => void) | null;
  /** What one may do to them. */
  items: MenuItem[];
  /** What other features know to do with them. */
  more: ReactNode;
  onClose: () => void;
}

/** Who they are, and what there is to do. */
export function PersonCard(props: PersonCardProps) {
  const { user, member, roles, owner, seen, anchor, onMessage, items, more, onClose } = props;
  const at = useMemo(() => ({ current: anchor }), [anchor]);
  const name = member?.nickname ?? user.displayName;
  const held = roles.filter(({ id }) => member?.roleIds.includes(id)).toReversed();
  const [now] = useState(Date.now);
  const until = member?.timeoutUntil && Date.parse(member.timeoutUntil) > now;
  return (
    <Popover anchor={at} label={name} opens="inward" onClose={onClose}>
      <div className="person">
        <div className="person-head">
          <Avatar id={user.id} name={name} size="large" status={seen.status} />
          <div>
            <h2>
              <bdi>{name}</bdi>
            </h2>
            <p>
              <bdi>
                {name === user.displayName
                  ? user.username
                  : `${user.displayName} (${user.username})`}
              </bdi>
              {user.bot && words.program}
              {owner && words.owner}
            </p>
            <p>{words.seen[seen.status]}</p>
          </div>
        </div>
        {seen.statusText && (
          <p className="saying" dir="auto">
            {seen.statusText}
          </p>
        )}
        {until && <p className="saying">{words.timedOut(momentOf(member.timeoutUntil ?? ''))}</p>}
        {held.length > 0 && (
          <div>
            <h3>{common.roles}</h3>
            <ul className="role-chips">
              {held.map((role) => (
                <li key={role.id} title={role.name}>
                  <Dot color={role.color} />
                  <bdi>{role.name}</bdi>
                </li>
              ))}
            </ul>
          </div>
        )}
        <p className="facts">
          {member
            ? words.joined(dayOf(member.joinedAt), dayOf(user.createdAt))
            : words.made(dayOf(user.createdAt))}
        </p>
        {onMessage && (
          <Button look="primary" wide data-first onClick={onMessage}>
            {words.message}
          </Button>
        )}
        {more}
        {items.length > 0 && (
          <Menu label={words.actionsFor(name)} items={items} onChoose={onClose} />
        )}
      </div>
    </Popover>
  );
}
