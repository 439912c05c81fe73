/** The tools of a message by touch, from below. */
import type { Message } from '../../protocol';
import { Dialog } from '../../ui/Dialog';
import { MessageActions } from './MessageActions';
import { words } from './words';

/** Everything closes it. */
export function MessageSheet({ message, onClose }: { message: Message; onClose: () => void }) {
  return (
    <Dialog title={words.messageFrom(message.author.displayName)} onClose={onClose}>
      <MessageActions message={message} onClose={onClose} />
    </Dialog>
  );
}
