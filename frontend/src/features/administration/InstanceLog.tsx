/** Who did what in running the server. */
import { useCallback, useState } from 'react';
import type { InstanceEntry, User } from '../../protocol';
import { useAct } from '../../services';
import { peopleSeen } from '../../services/events';
import { usePages } from '../../services/usePages';
import { Empty } from '../../ui/Empty';
import { AuditEntries } from './AuditEntries';
import { ALL, readInstanceLog } from './auditLog';
import { detailsOf, instanceActions, sentenceOf } from './instanceAudit';
import { words as logWords } from './logWords';
import { words } from './serverWords';

const tell = (entry: InstanceEntry) => ({
  sentence: sentenceOf(entry),
  details: detailsOf(entry),
});

/** Also what the operator did, who has no account for that. */
export function InstanceLog() {
  const act = useAct();
  const [actors, setActors] = useState<User[]>([]);
  const [filter, setFilter] = useState(ALL);
  const read = useCallback(
    async (last: InstanceEntry | null) => {
      const page = await act(readInstanceLog(filter, last?.id ?? null));
      act(peopleSeen(page.items.flatMap(({ actor }) => actor ?? [])));
      if (last === null) setActors(page.actors);
      return page;
    },
    [act, filter],
  );
  return (
    <AuditEntries
      entries={usePages({ read })}
      filter={filter}
      onFilter={setFilter}
      actions={instanceActions()}
      actors={[
        ...actors.map(({ id, displayName }) => [id, displayName] as const),
        ['operator', logWords.operator],
      ]}
      tell={tell}
      empty={<Empty title={words.nothingHasHappenedYet}>{words.whoChangesTheseSettingsOr}</Empty>}
    />
  );
}
