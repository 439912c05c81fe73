/** What the keys do on a message that has the focus. */
import type { KeyboardEvent } from 'react';
import type { Message } from '../../protocol';
import { useConversation } from './context';

/** E changes, Delete removes, where one may. The list itself answers the arrow keys. */
export function useRowKeys(message: Message) {
  const { me, mayModerate, onEdit, onRemove } = useConversation();
  const mine = message.author.id === me.id;
  return {
    onKeyDown: (event: KeyboardEvent): void => {
      // Only on the message itself, not on a button or a text field in it.
      if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const key = event.key.toLowerCase();
      if (key === 'e' && mine) {
        event.preventDefault();
        onEdit(message.id);
      } else if (key === 'delete' && (mine || mayModerate)) {
        event.preventDefault();
        onRemove(message);
      }
    },
  };
}
