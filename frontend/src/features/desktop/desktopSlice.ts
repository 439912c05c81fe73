/** Whether and how this browser calls its person. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { server, sessionEnded } from '../../services/events';
import type { Permitted } from '../../services/desktop';

/** What somebody chose in this browser. */
export interface Choices {
  /** Notifications of the system. */
  shown: boolean;
  /** A quiet sound with each. */
  sound: boolean;
  /** They were offered and not wanted: they are not offered again. */
  declined: boolean;
}

interface DesktopState {
  permitted: Permitted;
  choices: Choices;
  /** Something called this person since the window was opened. */
  called: boolean;
}

/** Nothing is shown before somebody asked for it. */
export const NO_CHOICES: Choices = { shown: false, sound: false, declined: false };

const initialState: DesktopState = {
  permitted: 'missing',
  choices: NO_CHOICES,
  called: false,
};

const slice = createSlice({
  name: 'desktop',
  initialState,
  reducers: {
    permissionKnown: (state, { payload }: PayloadAction<Permitted>) => {
      state.permitted = payload;
    },
    choicesMade: (state, { payload }: PayloadAction<Partial<Choices>>) => {
      Object.assign(state.choices, payload);
    },
  },
  extraReducers: (builder) => {
    builder
      .addCase(server.notification, (state) => {
        state.called = true;
      })
      .addCase(sessionEnded, (state) => {
        state.called = false;
      });
  },
  selectors: {
    selectPermitted: (state) => state.permitted,
    selectChoices: (state) => state.choices,
    selectAllowed: ({ permitted, choices }) => permitted === 'granted' && choices.shown,
    /** Whether to offer it now: when somebody just missed what it is for. */
    selectOffered: ({ permitted, choices, called }) =>
      called && permitted === 'default' && !choices.declined,
  },
});

export const desktopReducer = slice.reducer;
export const { permissionKnown, choicesMade } = slice.actions;
export const { selectPermitted, selectChoices, selectAllowed, selectOffered } = slice.selectors;
