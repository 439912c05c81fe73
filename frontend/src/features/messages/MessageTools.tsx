/** The bar over a message: react, answer, change, and everything else. */
import type { Message } from '../../protocol';
import { IconButton } from '../../ui/Button';
import { Menu, type MenuItem } from '../../ui/Menu';
import { Popover } from '../../ui/Popover';
import { usePopover } from '../../ui/usePopover';
import { useConversation } from './context';
import { useActions } from './useActions';
import { words } from './words';

interface MessageToolsProps {
  message: Message;
  /** Something of the bar is open: the bar has to stay, wherever the mouse goes. */
  onBusy: (busy: boolean) => void;
}

/** What stands in the bar itself. */
const IN_BAR = new Set<MenuItem['icon']>(['reply', 'pencil']);

/** For mouse and keyboard; touch has the sheet. */
export function MessageTools({ message, onBusy }: MessageToolsProps) {
  const { may, parts } = useConversation();
  const actions = useActions(message);
  const { anchor, control, open, close } = usePopover(onBusy);
  return (
    <div className="tools" role="toolbar" aria-label={words.ofMessage}>
      {may.react && (
        <parts.ReactButton
          channelId={message.channelId}
          messageId={message.id}
          onOpen={onBusy}
          line={false}
        />
      )}
      {actions
        .filter(({ icon }) => IN_BAR.has(icon))
        .map(({ icon, label, act }) => (
          <IconButton
            key={label}
            icon={icon}
            label={label}
            onClick={({ shiftKey }) => act({ shift: shiftKey })}
          />
        ))}
      <IconButton icon="more" label={words.more} tip="end" {...control} />
      {open && (
        <Popover anchor={anchor} label={words.ofMessage} onClose={close}>
          <Menu label={words.ofMessage} items={actions} onChoose={close} />
        </Popover>
      )}
    </div>
  );
}
