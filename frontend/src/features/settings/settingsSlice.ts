/** How somebody wants it, on this device. */
import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

/** Light, dark, or as the system has it. */
export type Theme = 'system' | 'light' | 'dark';

interface SettingsState {
  theme: Theme;
}

const initialState: SettingsState = { theme: 'system' };

const slice = createSlice({
  name: 'settings',
  initialState,
  reducers: {
    themeChosen: (state, { payload }: PayloadAction<Theme>) => {
      state.theme = payload;
    },
  },
  selectors: { selectTheme: (state) => state.theme },
});

export const settingsReducer = slice.reducer;
export const { themeChosen } = slice.actions;
export const { selectTheme } = slice.selectors;
