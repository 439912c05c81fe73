/** The state of this window, and the services that connect it to the world. */
import { combineReducers, configureStore } from '@reduxjs/toolkit';
import { administrationReducer } from '../features/administration/administrationSlice';
import { attachmentsReducer } from '../features/attachments/attachmentsSlice';
import { authReducer } from '../features/auth/authSlice';
import { channelsReducer, selectShown } from '../features/channels/channelsSlice';
import { connectionReducer } from '../features/connection/connectionSlice';
import { desktopReducer } from '../features/desktop/desktopSlice';
import { dmsReducer } from '../features/dms/dmsSlice';
import { draftsReducer } from '../features/messages/draftsSlice';
import { inboxReducer } from '../features/inbox/inboxSlice';
import { membersReducer } from '../features/members/membersSlice';
import { messagesReducer } from '../features/messages/messagesSlice';
import { repliesReducer } from '../features/messages/repliesSlice';
import { noticesReducer } from '../features/notices/noticesSlice';
import { notificationsReducer } from '../features/notifications/notificationsSlice';
import { offlineReducer } from '../features/offline/offlineSlice';
import { pinsReducer } from '../features/pins/pinsSlice';
import { presenceReducer } from '../features/presence/presenceSlice';
import { picturesReducer } from '../features/pictures/picturesSlice';
import { reactionsReducer } from '../features/reactions/reactionsSlice';
import { readsReducer } from '../features/reads/readsSlice';
import { searchReducer } from '../features/search/searchSlice';
import { settingsReducer } from '../features/settings/settingsSlice';
import { spacesReducer } from '../features/spaces/spacesSlice';
import { typingReducer } from '../features/typing/typingSlice';
import { callChanged, selectChoices, voiceReducer } from '../features/voice/voiceSlice';
import type { ChannelId, Ticket } from '../protocol';
import type { Services } from '../services';
import { Api } from '../services/api';
import { inOurWords } from '../services/api/problem';
import { Archive } from '../services/archive';
import { Desktop } from '../services/desktop';
import {
  connectionChanged,
  noticeRaised,
  serverSaid,
  sessionEnded,
  updateReady,
} from '../services/events';
import { nonce } from '../services/nonce';
import { Outbox } from '../services/outbox';
import { Push } from '../services/push';
import { Shell, type Trusting } from '../services/shell';
import { Tabs } from '../services/tabs';
import { Tickets } from '../services/tickets';
import { Uploads } from '../services/uploads';
import { VoiceDoor } from '../services/voice/door';
import { Socket } from '../services/websocket';
import { listeners } from './listeners';
import { isLookedAt } from '../ui/look';
import { navigate } from './router';

/** Every part of the state, each by its own feature. */
export const reducer = combineReducers({
  administration: administrationReducer,
  attachments: attachmentsReducer,
  auth: authReducer,
  channels: channelsReducer,
  connection: connectionReducer,
  desktop: desktopReducer,
  dms: dmsReducer,
  drafts: draftsReducer,
  inbox: inboxReducer,
  members: membersReducer,
  messages: messagesReducer,
  notices: noticesReducer,
  notifications: notificationsReducer,
  offline: offlineReducer,
  pins: pinsReducer,
  presence: presenceReducer,
  pictures: picturesReducer,
  reactions: reactionsReducer,
  reads: readsReducer,
  replies: repliesReducer,
  search: searchReducer,
  settings: settingsReducer,
  spaces: spacesReducer,
  typing: typingReducer,
  voice: voiceReducer,
});

/** Everything this window knows. */
export type State = ReturnType<typeof reducer>;

/** One store, one API, one socket, one outbox, knowing each other only here. */
export function createStore() {
  const api: Api = new Api({
    fetch: (...call) => fetch(...call),
    locks: navigator.locks,
    now: Date.now,
    onEnded: () => store.dispatch(sessionEnded('ended')),
    // Another window signed in as somebody else: nothing of the one before may stay on the screen.
    onReplaced: () => location.reload(),
  });
  const socket: Socket = new Socket({
    ticket: async () => (await api.post<Ticket>('/auth/ticket', { purpose: 'ws' })).ticket,
    renew: () => api.renew(),
    token: () => api.token(),
    open: (ticket) => new WebSocket(socketAddress(ticket)),
    now: Date.now,
    random: Math.random,
    onEvent: (event) => store.dispatch(serverSaid(event)),
    onView: (view) => store.dispatch(connectionChanged(view)),
  });
  const desktop = new Desktop({
    Notification: globalThis.Notification,
    serviceWorker: navigator.serviceWorker,
    onClick: (path) => navigate(path),
  });
  const push = new Push({
    Notification: globalThis.Notification,
    serviceWorker: navigator.serviceWorker,
    known: 'PushManager' in globalThis,
  });
  const tabs = new Tabs({
    locks: navigator.locks,
    channel: typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('parlor.tabs'),
    isLookedAt: (channelId) => isLookedAt() && selectShown(store.getState()) === channelId,
    nonce,
  });
  const tickets = new Tickets({
    ask: (channelId) =>
      api.post<Ticket>('/auth/ticket', { purpose: 'file', ...(channelId ? { channelId } : {}) }),
    now: Date.now,
  });
  const voice = new VoiceDoor(async () => {
    const { Voice } = await import('../services/voice');
    return new Voice({
      ticket: async (channelId) =>
        (await api.post<Ticket>('/auth/ticket', { purpose: 'voice', channelId })).ticket,
      open: (channelId, ticket, resume) => new WebSocket(voiceAddress(channelId, ticket, resume)),
      renew: () => api.renew(),
      now: Date.now,
      random: Math.random,
      choices: selectChoices(store.getState()),
      onRefused: (code, detail) =>
        store.dispatch(noticeRaised({ kind: 'problem', text: inOurWords(code, detail) })),
      onVideoTrouble: (kind, trouble) => {
        // A sentence for who stands in this trouble, and for nobody else.
        void import('../features/voice/video/troubles').then(({ sayTrouble }) =>
          store.dispatch(noticeRaised({ kind: 'problem', text: sayTrouble(kind, trouble) })),
        );
      },
      onCall: (call) => store.dispatch(callChanged(call)),
    });
  });
  const archive = new Archive(globalThis.indexedDB);
  const shell = new Shell({
    // While somebody works on the client, files change faster than any worker should keep them.
    container: import.meta.env.PROD ? navigator.serviceWorker : undefined,
    trusted: (globalThis as { trustedTypes?: Trusting }).trustedTypes,
    now: Date.now,
    onReplaced: () => store.dispatch(updateReady()),
  });
  const services: Services = {
    api,
    socket,
    outbox: new Outbox(globalThis.indexedDB),
    archive,
    desktop,
    push,
    tabs,
    shell,
    tickets,
    uploads: new Uploads(),
    voice,
  };
  const store = configureStore({
    reducer,
    middleware: (defaults) =>
      defaults({
        thunk: { extraArgument: services },
        // Both walk the whole state at each action; thousands of messages make that slow to work on.
        immutableCheck: false,
        serializableCheck: false,
      }).prepend(listeners(services).middleware),
  });
  return store;
}

function socketAddress(ticket: string): string {
  return addressOf('/ws', { ticket, v: '1' });
}

function voiceAddress(channelId: ChannelId, ticket: string, resume: string | null): string {
  return addressOf(`/ws/voice/${channelId}`, { ticket, ...(resume ? { resume } : {}) });
}

function addressOf(path: string, query: Record<string, string>): string {
  const address = new URL(path, location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  return address.href;
}
