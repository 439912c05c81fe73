/** Who is in a direct conversation. */
import { useState } from 'react';
import type { User, UserId } from '../../protocol';
import { useRoving } from '../../ui/useRoving';
import type { Card } from './MemberList';
import { MemberRow } from './MemberRow';
import { isThere, type Presences } from './sections';
import './members.css';
import { words } from './words';

interface PeopleListProps {
  users: User[];
  presences: Presences;
  card: Card;
}

/** In the order in which they are given. */
export function PeopleList({ users, presences, card }: PeopleListProps) {
  const { stop, handlers } = useRoving(
    users.map(({ id }) => id),
    null,
  );
  const [shown, setShown] = useState<{ id: UserId; anchor: HTMLElement } | null>(null);
  const user = users.find(({ id }) => id === shown?.id);
  return (
    // The arrow keys are a convenience: what they reach is buttons.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div {...handlers}>
      <ul aria-label={words.people}>
        {users.map(({ id, displayName }, at) => (
          <MemberRow
            key={id}
            userId={id}
            name={displayName}
            place={[at + 1, users.length]}
            owner={false}
            seen={presences[id]}
            there={isThere(presences, id)}
            open={id === shown?.id}
            tabIndex={id === stop ? 0 : -1}
            onShow={(who, anchor) => setShown({ id: who, anchor })}
          />
        ))}
      </ul>
      {shown && user && card(user, shown.anchor, () => setShown(null))}
    </div>
  );
}
