/** What can be done with a message, as a list: with a reaction in front for who may react. */
import type { Message } from '../../protocol';
import { Menu } from '../../ui/Menu';
import { useConversation } from './context';
import { useActions } from './useActions';
import { words } from './words';

interface MessageActionsProps {
  message: Message;
  onClose: () => void;
}

/** Every choice closes it. */
export function MessageActions({ message, onClose }: MessageActionsProps) {
  const { may, parts } = useConversation();
  const actions = useActions(message);
  return (
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
  );
}
