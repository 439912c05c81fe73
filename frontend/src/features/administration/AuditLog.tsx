/** Who did what in a space. */
import { useCallback, useState } from 'react';
import { useSelector } from 'react-redux';
import type { AuditEntry, Channel, User, UserId } from '../../protocol';
import { useAct } from '../../services';
import { usePages } from '../../services/usePages';
import { Empty } from '../../ui/Empty';
import type { View } from './access';
import { selectChanges } from './administrationSlice';
import { auditActions, detailsOf, sentenceOf, type Names } from './audit';
import { AuditEntries } from './AuditEntries';
import { ALL, readAuditLog } from './auditLog';
import { words } from './logWords';

interface AuditLogProps {
  view: View;
  channels: Channel[];
}

/** Things are called as they are called today. */
export function AuditLog({ view, channels }: AuditLogProps) {
  const act = useAct();
  const space = view.space.id;
  const fresh = useSelector((state: Parameters<typeof selectChanges>[0]) =>
    selectChanges(state, space),
  );
  const [people, setPeople] = useState<Record<UserId, string>>({});
  const [actors, setActors] = useState<User[]>([]);
  const [filter, setFilter] = useState(ALL);
  const read = useCallback(
    async (last: AuditEntry | null) => {
      const page = await act(readAuditLog(space, filter, last?.id ?? null));
      const known = page.users.map(({ id, displayName }) => [id, displayName] as const);
      setPeople((before) => ({ ...before, ...Object.fromEntries(known) }));
      if (last === null) setActors(page.actors);
      return page;
    },
    [act, space, filter],
  );
  const entries = usePages({ read, fresh });
  const names = namesOf(view, channels, people);
  return (
    <AuditEntries
      entries={entries}
      filter={filter}
      onFilter={setFilter}
      actions={auditActions()}
      actors={actors.map(({ id, displayName }) => [id, displayName])}
      tell={(entry) => ({
        sentence: sentenceOf(entry, names),
        details: detailsOf(entry, names),
      })}
      empty={<Empty title={words.nothingHasHappenedYet}>{words.whoChanges(view.space.name)}</Empty>}
    />
  );
}

/** How everything is called today. */
function namesOf(view: View, channels: Channel[], people: Record<UserId, string>): Names {
  const roles = new Map(view.roles.map(({ id, name }) => [id, name]));
  const places = new Map(channels.map(({ id, name }) => [id, name]));
  return {
    user: (id) => people[id] ?? null,
    role: (id) => roles.get(id) ?? null,
    channel: (id) => places.get(id) ?? null,
  };
}
