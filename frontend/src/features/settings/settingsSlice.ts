/** How somebody wants it, on this device. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { sessionEnded } from '../../services/events';
import { PLAIN, type Chosen, type Looks } from './looks';

interface SettingsState {
  looks: Looks;
  /** When they took along what is theirs, in this window; milliseconds since 1970. */
  exportsBegun: number[];
}

const initialState: SettingsState = { looks: PLAIN, exportsBegun: [] };

const slice = createSlice({
  name: 'settings',
  initialState,
  reducers: {
    /** The rest stays. */
    looksChosen: (state, { payload }: PayloadAction<Chosen>) => {
      state.looks = { ...state.looks, ...payload };
    },
    exportBegun: (state, { payload }: PayloadAction<number>) => {
      state.exportsBegun.push(payload);
    },
    exportsForgotten: (state) => {
      state.exportsBegun = [];
    },
  },
  extraReducers: (builder) => {
    builder.addCase(sessionEnded, (state) => {
      state.exportsBegun = [];
    });
  },
  selectors: {
    selectLooks: (state) => state.looks,
    selectExportsBegun: (state) => state.exportsBegun,
  },
});

export const settingsReducer = slice.reducer;
export const { looksChosen, exportBegun, exportsForgotten } = slice.actions;
export const { selectLooks, selectExportsBegun } = slice.selectors;
