/** Who did what in a space, the newest first. */
import { useCallback, useState } from 'react';
import { useSelector } from 'react-redux';
import type { AuditEntry, Channel, UserId } from '../../protocol';
import { useAct } from '../../services';
import { usePages } from '../../services/usePages';
import { Avatar } from '../../ui/Avatar';
import { Empty } from '../../ui/Empty';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { Select, type Option } from '../../ui/Select';
import type { View } from './access';
import { selectChanges } from './administrationSlice';
import { AUDIT_ACTIONS, detailsOf, sentenceOf, type Names } from './audit';
import { readAuditLog } from './auditLog';
import { problemOf } from './shown';

const WHEN = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

interface AuditLogProps {
  view: View;
  channels: Channel[];
}

/** Filtered among what has been read; the button reads further back. */
export function AuditLog({ view, channels }: AuditLogProps) {
  const act = useAct();
  const space = view.space.id;
  const fresh = useSelector((state: Parameters<typeof selectChanges>[0]) =>
    selectChanges(state, space),
  );
  const [action, setAction] = useState('');
  const [actor, setActor] = useState('');
  const [people, setPeople] = useState<Record<UserId, string>>({});
  const read = useCallback(
    async (last: AuditEntry | null) => {
      const page = await act(readAuditLog(space, last?.id ?? null));
      const known = page.users.map(({ id, displayName }) => [id, displayName] as const);
      setPeople((before) => ({ ...before, ...Object.fromEntries(known) }));
      return page;
    },
    [act, space],
  );
  const entries = usePages({ read, fresh });
  const names = namesOf(view, channels, people);
  const shown = entries.items.filter(
    (entry) =>
      (action === '' || entry.action === action) && (actor === '' || entry.actor.id === actor),
  );
  if (entries.status === 'waiting') return <RowsWaiting label="Entries" rows={8} />;
  if (entries.items.length === 0 && entries.status === 'here') {
    return (
      <Empty title="Nothing has happened yet">
        Who changes {view.space.name}, its channels, roles or members stands here from then on.
      </Empty>
    );
  }
  const actors = new Map(entries.items.map((entry) => [entry.actor.id, entry.actor.displayName]));
  const byWhom: Option<string>[] = [['', 'Anybody'], ...actors];
  const what: Option<string>[] = [['', 'Anything'], ...AUDIT_ACTIONS];
  return (
    <section className="part" aria-label="Audit log">
      <div className="filter-bar">
        <Select label="What" options={what} value={action} onChange={setAction} />
        <Select label="By whom" options={byWhom} value={actor} onChange={setActor} />
      </div>
      <p className="why" role="status">
        {shown.length === entries.items.length
          ? `${shown.length} entries`
          : `${shown.length} of the newest ${entries.items.length} entries`}
      </p>
      <ul className="rows">
        {shown.map((entry) => (
          <Row key={entry.id} entry={entry} names={names} />
        ))}
      </ul>
      <RowsEnd
        {...entries}
        problem={problemOf(entries)}
        label="Look further back"
        onMore={entries.more}
        onAgain={entries.again}
      />
    </section>
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

function Row({ entry, names }: { entry: AuditEntry; names: Names }) {
  const details = detailsOf(entry, names);
  return (
    <li>
      <Avatar id={entry.actor.id} name={entry.actor.displayName} />
      <div className="about">
        <p>
          {sentenceOf(entry, names).map((part, index) =>
            // The parts of a sentence have no other name than their place in it.
            // oxlint-disable-next-line react/no-array-index-key
            typeof part === 'string' ? part : <b key={index}>{part.name}</b>,
          )}
        </p>
        {details.map((detail) => (
          <p key={detail} className="why">
            {detail}
          </p>
        ))}
        <small>
          <time dateTime={entry.createdAt}>{WHEN.format(new Date(entry.createdAt))}</time>
        </small>
      </div>
    </li>
  );
}
