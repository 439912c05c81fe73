/** What can be done with a message, by whom. */
import type { Message } from '../../protocol';
import { useAct } from '../../services';
import { noticeRaised } from '../../services/events';
import { failureRaised } from '../../services/failure';
import { messagePath } from '../../services/paths';
import type { MenuItem } from '../../ui/Menu';
import { named, useNames } from '../../ui/markdown/names';
import { setPinned } from './change';
import { useConversation } from './context';
import { words } from './words';
import { common } from '../../language/common';

/** For the menu and the sheet alike, in the order people know. */
export function useActions(message: Message): MenuItem[] {
  const act = useAct();
  const names = useNames();
  const { me, may, onEdit, onPerson, onReply, onRemove, onUnread } = useConversation();
  const mine = message.author.id === me.id;
  const writes = may.write.status === 'open';
  const copy = async (text: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      act(noticeRaised({ kind: 'done', text: words.copied }));
    } catch {
      act(noticeRaised({ kind: 'problem', text: words.thisBrowserDoesNotLet }));
    }
  };
  const pin = async (): Promise<void> => {
    try {
      await act(setPinned(message.id, !message.pinned));
    } catch (error) {
      act(failureRaised(error));
    }
  };
  const items: (MenuItem | false)[] = [
    writes && { icon: 'reply', label: words.reply, key: 'R', act: () => onReply(message) },
    mine &&
      writes && { icon: 'pencil', label: words.edit, key: 'E', act: () => onEdit(message.id) },
    may.pin && {
      icon: 'pin',
      label: message.pinned ? words.unpin : words.pin,
      key: 'P',
      act: () => void pin(),
    },
    message.content !== '' && {
      icon: 'copy',
      label: words.copyText,
      act: () => void copy(named(message.content, names)),
    },
    { icon: 'link', label: words.copyLink, act: () => void copy(linkTo(message)) },
    {
      icon: 'people',
      label: words.about(message.author.displayName),
      act: () => {
        const row = document.querySelector<HTMLElement>(`[data-row="${message.id}"]`);
        const who = row?.querySelector<HTMLElement>('.who');
        if (row && who) onPerson(message.author, who.offsetWidth > 1 ? who : row);
      },
    },
    { icon: 'unread', label: words.markUnread, key: 'U', act: () => onUnread(message) },
    (mine || may.moderate) && {
      icon: 'trash',
      label: common.delete,
      key: 'Del',
      danger: true,
      act: ({ shift }) => onRemove(message, shift),
    },
  ];
  return items.filter((item) => item !== false);
}

/** Where a message is, for whoever gets the address. */
function linkTo(message: Message): string {
  return new URL(messagePath(message), location.href).href;
}
