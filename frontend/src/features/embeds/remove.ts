/** Takes the previews of a message away, for everybody. */
import type { MessageId } from '../../protocol';
import type { Verb } from '../../services';
import { isCode } from '../../services/api/problem';

/** The event that follows shows it. A message that is gone has none either. */
export const removeEmbeds =
  (id: MessageId): Verb<Promise<void>> =>
  async (_dispatch, _state, { api }) => {
    try {
      await api.remove(`/messages/${id}/embeds`);
    } catch (error) {
      if (!isCode(error, 'NOT_FOUND')) throw error;
    }
  };
