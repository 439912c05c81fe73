/** The tools of a message, where the right button asked for them. */
import { useRef } from 'react';
import type { Message } from '../../protocol';
import { Menu } from '../../ui/Menu';
import { Popover, type Point } from '../../ui/Popover';
import { useConversation } from './context';
import { useActions } from './useActions';
import { words } from './words';

interface MessageMenuProps {
  message: Message;
  at: Point;
  onClose: () => void;
}

/** The focus goes back to the message. */
export function MessageMenu({ message, at, onClose }: MessageMenuProps) {
  const { may, parts } = useConversation();
  const actions = useActions(message);
  const row = useRef(document.querySelector<HTMLElement>(`[data-row="${message.id}"]`));
  return (
    <Popover anchor={row} label={words.ofMessage} at={at} onClose={onClose}>
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
    </Popover>
  );
}
