/** Reading who did what. */
import type { AuditEntryId, AuditPage, InstancePage, SpaceId } from '../../protocol';
import type { Verb } from '../../services';

/** Which entries are wanted; what is empty leaves all. */
export interface Filter {
  action: string;
  /** An id, or `operator`. */
  actor: string;
  /** The first day and the last one, as `2026-11-28`. */
  from: string;
  to: string;
}

/** Every entry. */
export const ALL: Filter = { action: '', actor: '', from: '', to: '' };

/** When a day begins, here. */
function midnight(day: string, daysLater: number): string {
  const date = new Date(`${day}T00:00`);
  date.setDate(date.getDate() + daysLater);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

/** After the question mark, with the mark; nothing where nothing is to be said. */
export function queryOf({ action, actor, from, to }: Filter, before: AuditEntryId | null): string {
  const all = {
    action,
    actor,
    since: from === '' ? '' : midnight(from, 0),
    until: to === '' ? '' : midnight(to, 1),
    before: before ?? '',
  };
  const said = Object.entries(all).filter(([, value]) => value !== '');
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`;
}

/** A page of a space's entries, the newest first, before this one. */
export const readAuditLog =
  (space: SpaceId, filter: Filter, entry: AuditEntryId | null): Verb<Promise<AuditPage>> =>
  (_dispatch, _state, { api }) =>
    api.get<AuditPage>(`/spaces/${space}/audit-log${queryOf(filter, entry)}`);

/** A page of the server's entries, the newest first, before this one. */
export const readInstanceLog =
  (filter: Filter, entry: AuditEntryId | null): Verb<Promise<InstancePage>> =>
  (_dispatch, _state, { api }) =>
    api.get<InstancePage>(`/admin/audit-log${queryOf(filter, entry)}`);
