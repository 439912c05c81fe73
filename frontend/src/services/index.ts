/** What features may use from outside the window, handed to every verb. */
import type { ThunkAction, ThunkDispatch, UnknownAction } from '@reduxjs/toolkit';
import { useDispatch } from 'react-redux';
import type { Api } from './api';
import type { Archive } from './archive';
import type { Desktop } from './desktop';
import type { Outbox } from './outbox';
import type { Push } from './push';
import type { Shell } from './shell';
import type { Tabs } from './tabs';
import type { Tickets } from './tickets';
import type { Uploads } from './uploads';
import type { VoiceDoor } from './voice/door';
import type { Socket } from './websocket';

/** The outside. One of each, made in `app/store.ts`. */
export interface Services {
  api: Api;
  socket: Socket;
  outbox: Outbox;
  archive: Archive;
  desktop: Desktop;
  push: Push;
  tabs: Tabs;
  shell: Shell;
  tickets: Tickets;
  uploads: Uploads;
  voice: VoiceDoor;
}

/** Something a person does: `dispatch(post(..))`. */
export type Verb<Result, State = unknown> = ThunkAction<Result, State, Services, UnknownAction>;

/** `dispatch`, for events and verbs. State is `any` here because each verb names what it reads. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Act = ThunkDispatch<any, Services, UnknownAction>;

/** The way for a component to say what happened or to do something. */
export const useAct = useDispatch.withTypes<Act>();
