/** Reading who did what. */
import type { AuditEntryId, AuditPage, SpaceId } from '../../protocol';
import type { Verb } from '../../services';

/** A page of entries, the newest first, before this one. */
export const readAuditLog =
  (space: SpaceId, before: AuditEntryId | null): Verb<Promise<AuditPage>> =>
  (_dispatch, _state, { api }) =>
    api.get<AuditPage>(`/spaces/${space}/audit-log${before === null ? '' : `?before=${before}`}`);
