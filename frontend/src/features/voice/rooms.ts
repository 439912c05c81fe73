/** Reading who is in which call. */
import type { VoiceRooms } from '../../protocol';
import type { Verb } from '../../services';
import { roomsRead } from './voiceSlice';

/** Every call one sees; whether that was told. */
export const readRooms =
  (): Verb<Promise<boolean>> =>
  async (dispatch, _state, { api }) => {
    try {
      dispatch(roomsRead(await api.get<VoiceRooms>('/voice')));
      return true;
    } catch {
      return false;
    }
  };
