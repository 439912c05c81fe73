/** What was read is kept in this browser, and shown when the server cannot be reached. */
import { readLatest } from '../features/messages/history';
import { historyFailed } from '../features/messages/messagesSlice';
import type { ChannelId, Message, Sync } from '../protocol';
import type { Services } from '../services';
import {
  channelsLoaded,
  connectionChanged,
  historyLoaded,
  historyRecalled,
  networkChanged,
  server,
  sessionEnded,
  worldLoaded,
} from '../services/events';
import { enter } from './boot';
import type { Listening } from './listeners';
import type { State } from './store';

/** So many messages of a channel are kept: about two screens. */
const KEPT_MAX = 50;

/** What changes is kept anew when it is quiet for so long. */
const QUIET_MS = 2_000;

/** What changes what a channel says. */
const MESSAGES = [
  historyLoaded,
  server.newMessage,
  server.messageUpdated,
  server.messageDeleted,
] as const;

/** What changes which places there are. */
const PLACES = [
  channelsLoaded,
  server.channelCreated,
  server.channelUpdated,
  server.channelDeleted,
  server.dmOpened,
  server.dmClosed,
  server.spaceUpdated,
  server.spaceLeft,
] as const;

/** Keeps what is read; forgets it with the session. */
export function archiving({ startListening }: Listening, services: Services): void {
  const { archive } = services;
  const quiet = new Map<string, ReturnType<typeof setTimeout>>();
  /** As the server told it last. */
  let last: Sync | null = null;
  const soon = quietly(quiet);
  const keepWorld = async (world: Sync, state: State): Promise<void> => {
    const { instance } = state.auth;
    if (!instance || isRecalled(state)) return;
    await archive.putWorld({ world: asOfNow(world, state), instance, at: Date.now() });
  };
  startListening({
    actionCreator: worldLoaded,
    effect: async ({ payload: world }, { getState }) => {
      last = world;
      // What is recalled says so right after: it is kept already, and as of then.
      await Promise.resolve();
      await keepWorld(world, getState());
    },
  });
  startListening({
    predicate: (action) => PLACES.some((change) => change.match(action)),
    effect: (_action, { getState }) => {
      const world = last;
      if (world) soon('world', () => void keepWorld(world, getState()));
    },
  });
  startListening({
    predicate: (action) => MESSAGES.some((change) => change.match(action)),
    effect: (action, { getState }) => {
      const { channelId } = (action as ReturnType<(typeof MESSAGES)[number]>).payload;
      soon(channelId, () => void keepPage(channelId, getState(), services));
    },
  });
  startListening({
    actionCreator: historyFailed,
    effect: async ({ payload: { channelId, edge } }, { dispatch, getState }) => {
      const me = getState().auth.me;
      if (!me || edge === 'older' || edge === 'newer') return;
      const history = await archive.page(me.id, channelId);
      if (history) dispatch(historyRecalled({ channelId, history }));
    },
  });
  // What could not be read without a server can be read now, without anybody asking.
  startListening({
    actionCreator: connectionChanged,
    effect: ({ payload }, { dispatch, getState }) => {
      if (payload.status !== 'live') return;
      for (const [channelId, { status }] of Object.entries(getState().messages.timelines)) {
        if (status === 'recalled') void dispatch(readLatest(channelId));
      }
    },
  });
  startListening({
    actionCreator: networkChanged,
    effect: ({ payload }, { dispatch, getState }) => {
      if (payload && isRecalled(getState())) void dispatch(enter());
    },
  });
  startListening({
    actionCreator: sessionEnded,
    effect: async () => {
      for (const timer of quiet.values()) clearTimeout(timer);
      quiet.clear();
      last = null;
      await archive.clear();
    },
  });
}

/** Does something for a key once nothing more came for it for a while. */
function quietly(quiet: Map<string, ReturnType<typeof setTimeout>>) {
  return (key: string, what: () => void): void => {
    clearTimeout(quiet.get(key));
    const act = (): void => {
      quiet.delete(key);
      what();
    };
    quiet.set(key, setTimeout(act, QUIET_MS));
  };
}

/** The world with the places there are by now. */
function asOfNow(world: Sync, { channels, spaces }: State): Sync {
  const all = Object.values(channels.byId ?? {});
  return {
    ...world,
    spaces: Object.values(spaces.byId).map(({ space, roles, me }) => {
      const here = all.filter(({ spaceId }) => spaceId === space.id);
      return { space, roles, me, channels: here };
    }),
    dms: all.filter(({ spaceId }) => spaceId === null),
  };
}

function isRecalled({ offline }: State): boolean {
  return offline.readAt !== null;
}

async function keepPage(
  channelId: ChannelId,
  { auth, messages, channels }: State,
  { archive }: Services,
): Promise<void> {
  const timeline = messages.timelines[channelId];
  const channel = channels.byId?.[channelId];
  // What is kept ends at the present: it is what somebody reads who comes back.
  const present = timeline?.status === 'ready' && timeline.newer === 'none';
  if (!auth.me || !channel || !present) return;
  const items = timeline.ids
    .slice(-KEPT_MAX)
    .map((id) => messages.byId[id])
    .filter((message): message is Message => message !== undefined);
  const history = { items, hasMore: true, lastSeq: items.at(-1)?.seq ?? 0 };
  await archive.putPage(auth.me.id, channelId, history, Date.now());
}
