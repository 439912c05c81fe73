/** The pictures of people and spaces: where each was last said to be. */
import { createSlice } from '@reduxjs/toolkit';
import type { Message, Space, User } from '../../protocol';
import {
  historyLoaded,
  meChanged,
  membersFound,
  membersLoaded,
  peopleSeen,
  server,
  sessionEnded,
  worldLoaded,
} from '../../services/events';

interface PicturesState {
  /** By person or space; who has none is not here. */
  byId: Record<string, string>;
}

const initialState: PicturesState = { byId: {} };

const slice = createSlice({
  name: 'pictures',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(worldLoaded, (state, { payload: { me, spaces, dms = [] } }) => {
        person(state, me);
        for (const { space } of spaces) place(state, space);
        for (const user of dms.flatMap(({ members = [] }) => members)) person(state, user);
      })
      .addCase(meChanged, (state, { payload }) => person(state, payload))
      .addCase(peopleSeen, (state, { payload }) => {
        for (const user of payload) person(state, user);
      })
      .addCase(membersLoaded, (state, { payload: { page } }) => {
        for (const { user } of page.items) person(state, user);
      })
      .addCase(membersFound, (state, { payload: { page } }) => {
        for (const { user } of page.items) person(state, user);
      })
      .addCase(historyLoaded, (state, { payload: { history } }) => {
        for (const message of history.items) author(state, message);
      })
      .addCase(server.newMessage, (state, { payload }) => author(state, payload.message))
      .addCase(server.memberJoined, (state, { payload }) => person(state, payload.member.user))
      .addCase(server.memberUpdated, (state, { payload }) => person(state, payload.member.user))
      .addCase(server.dmOpened, (state, { payload: { channel } }) => {
        for (const user of channel.members ?? []) person(state, user);
      })
      .addCase(server.spaceUpdated, (state, { payload }) => place(state, payload.space))
      .addCase(server.spaceJoined, (state, { payload }) => place(state, payload.space))
      .addCase(sessionEnded, () => initialState);
  },
  selectors: {
    selectPictures: (state) => state.byId,
  },
});

function author(state: PicturesState, message: Message): void {
  person(state, message.author);
}

function person(state: PicturesState, { id, avatarUrl }: User): void {
  put(state, id, avatarUrl);
}

function place(state: PicturesState, { id, iconUrl }: Space): void {
  put(state, id, iconUrl);
}

function put({ byId }: PicturesState, id: string, path: string | null): void {
  if (path === null) delete byId[id];
  else byId[id] = path;
}

export const picturesReducer = slice.reducer;
export const { selectPictures } = slice.selectors;
