/** Reading who did what. */
import type { AuditEntry, AuditEntryId, Page, SpaceId, User, UserId } from '../../protocol';
import type { Verb } from '../../services';

/** A page of entries, the newest first, before this one. */
export const readAuditLog =
  (space: SpaceId, before: AuditEntryId | null): Verb<Promise<Page<AuditEntry>>> =>
  (_dispatch, _state, { api }) =>
    api.get<Page<AuditEntry>>(
      `/spaces/${space}/audit-log${before === null ? '' : `?before=${before}`}`,
    );

/** Somebody whom one knows of; fails for who is gone. */
export const readUser =
  (id: UserId): Verb<Promise<User>> =>
  (_dispatch, _state, { api }) =>
    api.get<User>(`/users/${id}`);
