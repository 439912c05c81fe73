/** Reading who did what. */
import type { AuditEntryId, AuditPage, InstanceEntry, Page, SpaceId } from '../../protocol';
import type { Verb } from '../../services';

const before = (entry: AuditEntryId | null): string => (entry === null ? '' : `?before=${entry}`);

/** A page of a space's entries, the newest first, before this one. */
export const readAuditLog =
  (space: SpaceId, entry: AuditEntryId | null): Verb<Promise<AuditPage>> =>
  (_dispatch, _state, { api }) =>
    api.get<AuditPage>(`/spaces/${space}/audit-log${before(entry)}`);

/** A page of the server's entries, the newest first, before this one. */
export const readInstanceLog =
  (entry: AuditEntryId | null): Verb<Promise<Page<InstanceEntry>>> =>
  (_dispatch, _state, { api }) =>
    api.get<Page<InstanceEntry>>(`/admin/audit-log${before(entry)}`);
