/** How somebody wants it, on this device. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import { sessionEnded } from '../../services/events';

/** Light, dark, or as the system has it. */
export type Theme = 'system' | 'light' | 'dark';

interface SettingsState {
  theme: Theme;
  /** When they took along what is theirs, in this window; milliseconds since 1970. */
  exportsBegun: number[];
}

const initialState: SettingsState = { theme: 'system', exportsBegun: [] };

const slice = createSlice({
  name: 'settings',
  initialState,
  reducers: {
    themeChosen: (state, { payload }: PayloadAction<Theme>) => {
      state.theme = payload;
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
    selectTheme: (state) => state.theme,
    selectExportsBegun: (state) => state.exportsBegun,
  },
});

export const settingsReducer = slice.reducer;
export const { themeChosen, exportBegun, exportsForgotten } = slice.actions;
export const { selectTheme, selectExportsBegun } = slice.selectors;
