/** Sitting down in a voice channel, and what is done there. */
import type { ChannelId } from '../../protocol';
import type { Verb } from '../../services';
import { failureRaised } from '../../services/failure';
import type { Findings } from '../../services/voice/check';
import { keepChoices, type Choices } from '../../services/voice/choices';
import { choicesMade, selectChoices } from './voiceSlice';

type Known = Parameters<typeof selectChoices>[0];

/** `listening`: without a microphone. */
export const join =
  (channelId: ChannelId, listening = false): Verb<Promise<void>> =>
  async (dispatch, _state, { voice }) => {
    try {
      (await voice.open()).join(channelId, listening);
    } catch (error) {
      // The part that makes calls could not be loaded.
      dispatch(failureRaised(error));
    }
  };

/** Gives the seat up. */
export const leave =
  (): Verb<void> =>
  (_dispatch, _state, { voice }) =>
    voice.voice?.leave();

/** In force at once, and kept on this device. */
export const choose =
  (wanted: Partial<Choices>): Verb<void, Known> =>
  (dispatch, state, { voice }) => {
    dispatch(choicesMade(wanted));
    const choices = selectChoices(state());
    keepChoices(choices);
    voice.voice?.choose(choices);
  };

/** Tries which ways lead to the server. */
export const check =
  (): Verb<Promise<Findings>> =>
  async (_dispatch, _state, { api }) => {
    const { checkWays } = await import('../../services/voice/check');
    return checkWays(api);
  };
