/** Who may what in one channel. */
import type {
  Channel,
  ChannelId,
  ChannelOverride,
  Items,
  PutOverride,
  UpdateChannel,
} from '../../protocol';
import type { Verb } from '../../services';

/** All that a channel changes for roles and people. */
export const readOverrides =
  (channel: ChannelId): Verb<Promise<ChannelOverride[]>> =>
  async (_dispatch, _state, { api }) =>
    (await api.get<Items<ChannelOverride>>(`/channels/${channel}/overrides`)).items;

/** Says what a channel changes for a role or somebody. */
export const putOverride =
  (channel: ChannelId, target: string, rule: PutOverride): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.put(`/channels/${channel}/overrides/${target}`, rule);

/** For a role or somebody a channel changes nothing any more. */
export const removeOverride =
  (channel: ChannelId, target: string): Verb<Promise<void>> =>
  (_dispatch, _state, { api }) =>
    api.remove(`/channels/${channel}/overrides/${target}`);

/** Changes a channel itself. */
export const updateChannel =
  (channel: ChannelId, change: UpdateChannel): Verb<Promise<Channel>> =>
  (_dispatch, _state, { api }) =>
    api.patch<Channel>(`/channels/${channel}`, change);
