/** Who did what, the newest first: of a space, or of the server. */
import type { ReactNode } from 'react';
import type { Timestamp, User } from '../../protocol';
import type { usePages } from '../../services/usePages';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Field } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { Select, type Option } from '../../ui/Select';
import { momentOf } from '../../ui/times';
import { ALL, type Filter } from './auditLog';
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
  filter: Filter;
  onFilter: (filter: Filter) => void;
  /** The deeds there are. */
  actions: readonly Option<string>[];
  /** Those who ever did something. */
  actors: readonly Option<string>[];
  tell: (entry: Each) => Told;
  /** Instead of a list without anything in it. */
  empty: ReactNode;
}

/** The server looks through the whole log; the button reads further back. */
export function AuditEntries<Each extends Entry>(props: AuditEntriesProps<Each>) {
  const { entries, filter, onFilter, actions, actors, tell, empty } = props;
  const { items, status, more, again } = entries;
  const all = Object.values(filter).every((value) => value === '');
  if (all && items.length === 0 && status === 'here') return empty;
  const byWhom: Option<string>[] = [['', words.anybody], ...actors];
  const what: Option<string>[] = [['', words.anything], ...actions];
  const set = (change: Partial<Filter>): void => onFilter({ ...filter, ...change });
  return (
    <section className="part" aria-label={words.auditLog}>
      <div className="filter-bar">
        <Select
          label={words.what}
          options={what}
          value={filter.action}
          onChange={(action) => set({ action })}
        />
        <Select
          label={words.byWhom}
          options={byWhom}
          value={filter.actor}
          onChange={(actor) => set({ actor })}
        />
        <Field
          label={words.from}
          type="date"
          value={filter.from}
          max={filter.to === '' ? undefined : filter.to}
          onChange={(event) => set({ from: event.target.value })}
        />
        <Field
          label={words.to}
          type="date"
          value={filter.to}
          min={filter.from === '' ? undefined : filter.from}
          onChange={(event) => set({ to: event.target.value })}
        />
      </div>
      {status === 'waiting' ? (
        <RowsWaiting label={words.entries} rows={8} />
      ) : (
        <p className="why" role="status">
          {status !== 'failed' && counted(items.length, entries.hasMore)}
          {!all && (
            <>
              {' '}
              <Button look="quiet" onClick={() => onFilter(ALL)}>
                {words.showAll}
              </Button>
            </>
          )}
        </p>
      )}
      <ul className="rows">
        {items.map((entry) => (
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

function counted(read: number, hasMore: boolean): string {
  if (read === 0) return words.nothingMatches;
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
