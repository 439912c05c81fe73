/** Who did what, the newest first: of a space, or of the server. */
import { useState, type ReactNode } from 'react';
import type { Timestamp, User } from '../../protocol';
import type { usePages } from '../../services/usePages';
import { Avatar } from '../../ui/Avatar';
import { Icon } from '../../ui/Icon';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { Select, type Option } from '../../ui/Select';
import { momentOf } from '../../ui/times';
import type { Told } from './told';
import { problemOf } from './shown';
import { words } from './logWords';

/** What both logs have in common. */
interface Entry {
  id: string;
  /** `null` = the operator. */
  actor: User | null;
  action: string;
  createdAt: Timestamp;
}

interface AuditEntriesProps<Each extends Entry> {
  entries: ReturnType<typeof usePages<Each>>;
  /** The deeds there are. */
  actions: readonly Option<string>[];
  tell: (entry: Each) => Told;
  /** Instead of a list without anything in it. */
  empty: ReactNode;
}

/** Filtered among what has been read; the button reads further back. */
export function AuditEntries<Each extends Entry>(props: AuditEntriesProps<Each>) {
  const { entries, actions, tell, empty } = props;
  const { items, status, more, again } = entries;
  const [action, setAction] = useState('');
  const [actor, setActor] = useState('');
  if (status === 'waiting') return <RowsWaiting label={words.entries} rows={8} />;
  if (items.length === 0 && status === 'here') return empty;
  const shown = items.filter(
    (entry) =>
      (action === '' || entry.action === action) && (actor === '' || keyOf(entry) === actor),
  );
  const actors = new Map(items.map((entry) => [keyOf(entry), nameOf(entry)]));
  const byWhom: Option<string>[] = [['', words.anybody], ...actors];
  const what: Option<string>[] = [['', words.anything], ...actions];
  return (
    <section className="part" aria-label={words.auditLog}>
      <div className="filter-bar">
        <Select label={words.what} options={what} value={action} onChange={setAction} />
        <Select label={words.byWhom} options={byWhom} value={actor} onChange={setActor} />
      </div>
      <p className="why" role="status">
        {counted(shown.length, items.length, entries.hasMore)}
      </p>
      <ul className="rows">
        {shown.map((entry) => (
          <Row key={entry.id} entry={entry} told={tell(entry)} />
        ))}
      </ul>
      <RowsEnd
        {...entries}
        problem={problemOf(entries)}
        label={words.lookFurtherBack}
        onMore={more}
        onAgain={again}
      />
    </section>
  );
}

/** Ids are digits: nobody is called so. */
function keyOf({ actor }: Entry): string {
  return actor?.id ?? 'operator';
}

function nameOf({ actor }: Entry): string {
  return actor?.displayName ?? words.operator;
}

function counted(shown: number, read: number, hasMore: boolean): string {
  if (shown < read) return words.ofNewest(shown, read);
  return hasMore ? words.newest(read) : words.countOf(read);
}

function Row({ entry, told }: { entry: Entry; told: Told }) {
  const { actor, createdAt } = entry;
  return (
    <li>
      {actor ? (
        <Avatar id={actor.id} name={actor.displayName} />
      ) : (
        <span className="avatar operator" aria-hidden="true">
          <Icon name="keys" size={18} />
        </span>
      )}
      <div className="about">
        <p>
          {told.sentence.map((part, index) =>
            // The parts of a sentence have no other name than their place in it.
            typeof part === 'string' ? (
              part
            ) : (
              // oxlint-disable-next-line react/no-array-index-key
              <b key={index}>
                <bdi>{part.name}</bdi>
              </b>
            ),
          )}
        </p>
        {told.details.map((detail) => (
          <p key={detail} className="why">
            {detail}
          </p>
        ))}
        <small>
          <time dateTime={createdAt}>{momentOf(createdAt)}</time>
        </small>
      </div>
    </li>
  );
}
