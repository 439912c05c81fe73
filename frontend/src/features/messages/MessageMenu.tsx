/** The tools of a message, where the right button asked for them. */
import { useRef } from 'react';
import type { Message } from '../../protocol';
import { Popover, type Point } from '../../ui/Popover';
import { MessageActions } from './MessageActions';
import { words } from './words';

interface MessageMenuProps {
  message: Message;
  at: Point;
  onClose: () => void;
}

/** The focus goes back to the message. */
export function MessageMenu({ message, at, onClose }: MessageMenuProps) {
  const row = useRef(document.querySelector<HTMLElement>(`[data-row="${message.id}"]`));
  return (
    <Popover anchor={row} label={words.ofMessage} at={at} onClose={onClose}>
      <MessageActions message={message} onClose={onClose} />
    </Popover>
  );
}
