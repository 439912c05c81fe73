/** Who may not come back into a space. */
import type { Ban, Page, SpaceId, UserId } from '../../protocol';
import type { Verb } from '../../services';

/** A page of bans, after this one. */
export const readBans =
  (space: SpaceId, after: UserId | null): Verb<Promise<Page<Ban>>> =>
  (_dispatch, _state, { api }) =>
    api.get<Page<Ban>>(`/spaces/${space}/bans${after === null ? '' : `?after=${after}`}`);

/** Lets somebody come back. */
export const liftBan =
  (space: SpaceId, user: UserId): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/spaces/${space}/bans/${user}`);
