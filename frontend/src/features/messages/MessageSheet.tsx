/** The tools of a message by touch, from below. */
import type { Message } from '../../protocol';
import { Dialog } from '../../ui/Dialog';
import { Menu } from '../../ui/Menu';
import { useConversation } from './context';
import { useActions } from './useActions';

/** Everything closes it. */
export function MessageSheet({ message, onClose }: { message: Message; onClose: () => void }) {
  const { may, parts } = useConversation();
  const actions = useActions(message);
  return (
    <Dialog title={`Message from ${message.author.displayName}`} onClose={onClose}>
      <Menu label="Message" items={actions} onChoose={onClose}>
        {may.react && (
          <parts.ReactButton
            channelId={message.channelId}
            messageId={message.id}
            onOpen={(open) => {
              if (!open) onClose();
            }}
            line
          />
        )}
      </Menu>
    </Dialog>
  );
}
