/** Who did what in running the server. */
import { useCallback } from 'react';
import type { InstanceEntry } from '../../protocol';
import { useAct } from '../../services';
import { peopleSeen } from '../../services/events';
import { usePages } from '../../services/usePages';
import { Empty } from '../../ui/Empty';
import { AuditEntries } from './AuditEntries';
import { readInstanceLog } from './auditLog';
import { detailsOf, instanceActions, sentenceOf } from './instanceAudit';
import { words } from './serverWords';

const tell = (entry: InstanceEntry) => ({
  sentence: sentenceOf(entry),
  details: detailsOf(entry),
});

/** Also what the operator did, who has no account for that. */
export function InstanceLog() {
  const act = useAct();
  const read = useCallback(
    async (last: InstanceEntry | null) => {
      const page = await act(readInstanceLog(last?.id ?? null));
      act(peopleSeen(page.items.flatMap(({ actor }) => actor ?? [])));
      return page;
    },
    [act],
  );
  return (
    <AuditEntries
      entries={usePages({ read })}
      actions={instanceActions()}
      tell={tell}
      empty={<Empty title={words.nothingHasHappenedYet}>{words.whoChangesTheseSettingsOr}</Empty>}
    />
  );
}
