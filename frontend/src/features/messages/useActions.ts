/** What can be done with a message, by whom. */
import type { Message } from '../../protocol';
import { useAct } from '../../services';
import { noticeRaised } from '../../services/events';
import type { MenuItem } from '../../ui/Menu';
import { useConversation } from './context';

/** For the tool bar, the menu and the sheet alike. */
export function useActions(message: Message): MenuItem[] {
  const act = useAct();
  const { me, mayModerate, onEdit, onRemove } = useConversation();
  const mine = message.author.id === me.id;
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(message.content);
      act(noticeRaised({ kind: 'done', text: 'Copied.' }));
    } catch {
      act(noticeRaised({ kind: 'problem', text: 'This browser does not let pages copy.' }));
    }
  };
  const items: MenuItem[] = [{ icon: 'copy', label: 'Copy text', act: () => void copy() }];
  if (mine) items.unshift({ icon: 'pencil', label: 'Edit', act: () => onEdit(message.id) });
  if (mine || mayModerate) {
    items.push({ icon: 'trash', label: 'Delete', danger: true, act: () => onRemove(message) });
  }
  return items;
}
