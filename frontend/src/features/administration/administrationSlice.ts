/** Whether what a page of the settings shows may have changed meanwhile. */
import { createSlice, type UnknownAction } from '@reduxjs/toolkit';
import type { SpaceId } from '../../protocol';
import { sessionEnded } from '../../services/events';

interface AdministrationState {
  /** How often something of a space was changed; only ever compared with what it was before. */
  changes: Record<SpaceId, number>;
}

const initialState: AdministrationState = { changes: {} };

/** What is said of the roles, members and channels of a space, or of the space itself. */
const OF_A_SPACE =
  /^server\/(?:SPACE|ROLE|MEMBER|CHANNEL)_(?:CREATED|UPDATED|DELETED|JOINED|LEFT)$/;

const slice = createSlice({
  name: 'administration',
  initialState,
  reducers: {},
  extraReducers: (builder) => {
    builder
      .addCase(sessionEnded, () => initialState)
      .addMatcher(
        (action: UnknownAction) => OF_A_SPACE.test(action.type),
        (state, { payload }: UnknownAction) => {
          const id = spaceOf(payload);
          if (id !== null) state.changes[id] = (state.changes[id] ?? 0) + 1;
        },
      );
  },
  selectors: {
    selectChanges: (state, id: SpaceId): number => state.changes[id] ?? 0,
  },
});

function spaceOf(payload: unknown): SpaceId | null {
  if (typeof payload !== 'object' || payload === null) return null;
  if ('spaceId' in payload && typeof payload.spaceId === 'string') return payload.spaceId;
  const space = 'space' in payload ? payload.space : null;
  const named = typeof space === 'object' && space !== null && 'id' in space;
  return named && typeof space.id === 'string' ? space.id : null;
}

export const administrationReducer = slice.reducer;
export const { selectChanges } = slice.selectors;
