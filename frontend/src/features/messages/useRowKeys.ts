/** What the keys do on a message that has the focus. */
import type { KeyboardEvent } from 'react';
import type { Message } from '../../protocol';
import type { MenuItem } from '../../ui/Menu';
import { useActions } from './useActions';
import { keyOf } from '../../language/keys';

/** The keys that the menu names. The list itself answers the arrow keys. */
export function useRowKeys(message: Message) {
  const actions = useActions(message);
  return {
    onKeyDown: (event: KeyboardEvent): void => {
      // Only on the message itself, not on a button or a text field in it.
      if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      }
      const action = actions.find((each) => isKeyOf(each, keyOf(event)));
      if (!action) return;
      event.preventDefault();
      action.act({ shift: event.shiftKey });
    },
  };
}

function isKeyOf({ key }: MenuItem, pressed: string): boolean {
  return key === (pressed === 'Delete' ? 'Del' : pressed.toUpperCase());
}
