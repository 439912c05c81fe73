/** Changing what was said: the author corrects it; the author or a moderator removes it. */
import type { Message, MessageId } from '../../protocol';
import type { Verb } from '../../services';
import { isCode } from '../../services/api/problem';
import { server } from '../../services/events';

/** Gives a message another text. */
export const edit =
  (message: Message, content: string): Verb<Promise<void>> =>
  async (dispatch, _state, { api }) => {
    const edited = await api.patch<Message>(`/messages/${message.id}`, { content });
    // Shown at once; the event that follows says the same. `seq` is the message's own here, and
    // this action does not pass the cursor.
    const { channelId, seq } = edited;
    const stream = channelId;
    dispatch(
      server.messageUpdated({ type: 'MESSAGE_UPDATED', stream, seq, channelId, message: edited }),
    );
  };

/** Removes a message. One that is gone already is as it should be. */
export const remove =
  (id: MessageId): Verb<Promise<void>> =>
  async (_dispatch, _state, { api }) => {
    try {
      await api.remove(`/messages/${id}`);
    } catch (error) {
      if (!isCode(error, 'NOT_FOUND')) throw error;
    }
  };

/** Pins a message to its channel, or takes the pin away. */
export const setPinned =
  (id: MessageId, pinned: boolean): Verb<Promise<void>> =>
  async (_dispatch, _state, { api }) => {
    if (pinned) await api.put(`/messages/${id}/pin`);
    else await api.remove(`/messages/${id}/pin`);
  };
