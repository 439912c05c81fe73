/** What is followed and read again when places and rights change. */
import type { ListenerEffectAPI } from '@reduxjs/toolkit';
import { readChannels } from '../features/channels/readChannels';
import { readStanding } from '../features/reads/mark';
import type { Channel, SpaceId } from '../protocol';
import type { Act, Services } from '../services';
import { channelsLoaded, server } from '../services/events';
import type { Listening } from './listeners';
import type { State } from './store';

/** Roles that move together are heard of one by one. */
const SETTLED_AFTER_MS = 300;

type Api = ListenerEffectAPI<State, Act>;

/** An action about something. */
interface About<Payload> {
  payload: Payload;
}

/** Whoever is given a right sees channels that nobody tells him of. */
export function places({ startListening }: Listening, { socket }: Services): void {
  const waiting = new Map<SpaceId, ReturnType<typeof setTimeout>>();
  const settle = (spaceId: SpaceId, dispatch: Act, state: () => State): void => {
    clearTimeout(waiting.get(spaceId));
    const read = (): void => {
      waiting.delete(spaceId);
      // Without an answer the list stays; what one may not see, the server tells of itself.
      if (state().spaces.byId[spaceId]) dispatch(readChannels(spaceId)).catch(() => undefined);
    };
    waiting.set(spaceId, setTimeout(read, SETTLED_AFTER_MS));
  };
  const rights = (
    { payload: { spaceId } }: About<{ spaceId: SpaceId }>,
    { dispatch, getState, getOriginalState }: Api,
  ): void => {
    const mine = ({ spaces }: State): string => JSON.stringify(rightsIn(spaces.byId[spaceId]));
    if (mine(getState()) !== mine(getOriginalState())) settle(spaceId, dispatch, getState);
  };
  startListening({ actionCreator: server.roleUpdated, effect: rights });
  startListening({ actionCreator: server.roleDeleted, effect: rights });
  startListening({ actionCreator: server.memberUpdated, effect: rights });
  // What comes into sight may have been written in before.
  startListening({ actionCreator: server.channelUpdated, effect: stand });
  startListening({ actionCreator: server.dmOpened, effect: stand });
  startListening({
    actionCreator: channelsLoaded,
    effect: ({ payload: { channels } }, { dispatch, getOriginalState }) => {
      const before = getOriginalState().channels.byId ?? {};
      for (const { id, kind, lastSeq } of channels) {
        const news = !(id in before) && kind !== 'category' && lastSeq > 0;
        if (news) dispatch(readStanding(id)).catch(() => undefined);
      }
    },
  });
  startListening({
    actionCreator: server.dmOpened,
    effect: ({ payload: { channel } }) => socket.follow({ [channel.id]: channel.lastSeq }),
  });
}

function stand(
  { payload: { channel } }: About<{ channel: Channel }>,
  { dispatch, getOriginalState }: Api,
): void {
  const known = channel.id in (getOriginalState().channels.byId ?? {});
  if (!known) dispatch(readStanding(channel.id)).catch(() => undefined);
}

/** What one may in a space, by all that decides it. */
function rightsIn(entry: State['spaces']['byId'][SpaceId] | undefined) {
  if (!entry) return null;
  const { roles, me, space } = entry;
  const held = roles.filter(({ id }) => id === space.id || me.roleIds.includes(id));
  return held.map(({ id, permissions }) => [id, permissions]);
}
