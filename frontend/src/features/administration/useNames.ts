/** What the people, roles and channels of the audit log are called now. */
import { useEffect, useMemo, useRef, useState } from 'react';
import type { AuditEntry, Channel, UserId } from '../../protocol';
import { useAct } from '../../services';
import type { View } from './access';
import type { Names } from './audit';
import { readUser } from './auditLog';

/** Asks for each person once; who is gone stays without a name. */
export function useNames(view: View, channels: Channel[], entries: AuditEntry[]): Names {
  const act = useAct();
  const [users, setUsers] = useState<Record<UserId, string>>({});
  const asked = useRef(new Set<UserId>());
  useEffect(() => {
    for (const id of entries.flatMap(peopleOf)) {
      if (asked.current.has(id)) continue;
      asked.current.add(id);
      act(readUser(id)).then(
        ({ displayName }) => setUsers((before) => ({ ...before, [id]: displayName })),
        () => undefined,
      );
    }
  }, [act, entries]);
  return useMemo(() => {
    const actors = Object.fromEntries(entries.map(({ actor }) => [actor.id, actor.displayName]));
    const roles = new Map(view.roles.map(({ id, name }) => [id, name]));
    const places = new Map(channels.map(({ id, name }) => [id, name]));
    return {
      user: (id) => users[id] ?? actors[id] ?? null,
      role: (id) => roles.get(id) ?? null,
      channel: (id) => places.get(id) ?? null,
    };
  }, [users, entries, view.roles, channels]);
}

/** Whom an entry speaks of besides who did it. */
function peopleOf({ action, targetId, detail }: AuditEntry): UserId[] {
  const named = [
    action.startsWith('member_') ? targetId : null,
    action.startsWith('override_') ? detail['targetId'] : null,
    detail['authorId'],
    detail['inviterId'],
  ];
  return named.filter((id): id is UserId => typeof id === 'string');
}
