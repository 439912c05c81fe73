/** The tools of a message by touch, from below. */
import type { Message } from '../../protocol';
import { Dialog } from '../../ui/Dialog';
import { Menu } from '../../ui/Menu';
import { useConversation } from './context';
import { useActions } from './useActions';
import { words } from './words';

/** Everything closes it. */
export function MessageSheet({ message, onClose }: { message: Message; onClose: () => void }) {
  const { may, parts } = useConversation();
  const actions = useActions(message);
  return (
    <Dialog title={words.messageFrom(message.author.displayName)} onClose={onClose}>
      <Menu label={words.ofMessage} items={actions} onChoose={onClose}>
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
