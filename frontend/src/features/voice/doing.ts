/** Something done in the call, where there is one. */
import type { Verb } from '../../services';
import type { Voice } from '../../services/voice';

export const doing =
  (what: (voice: Voice) => void): Verb<void> =>
  (_dispatch, _state, { voice }) => {
    if (voice.voice) what(voice.voice);
  };
