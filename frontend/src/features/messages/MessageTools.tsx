/** The bar over a message: react, change, copy, remove. */
import type { Message } from '../../protocol';
import { IconButton } from '../../ui/Button';
import { useConversation } from './context';
import { useActions } from './useActions';

interface MessageToolsProps {
  message: Message;
  /** Something of the bar is open: the bar has to stay, wherever the mouse goes. */
  onBusy: (busy: boolean) => void;
}

/** For mouse and keyboard; touch has the sheet. */
export function MessageTools({ message, onBusy }: MessageToolsProps) {
  const { mayReact, parts } = useConversation();
  const actions = useActions(message);
  return (
    <div className="tools" role="toolbar" aria-label="Message">
      {mayReact && (
        <parts.ReactButton
          channelId={message.channelId}
          messageId={message.id}
          onOpen={onBusy}
          line={false}
        />
      )}
      {actions.map(({ icon, label, danger, act }) => (
        <IconButton
          key={label}
          icon={icon}
          label={label}
          look={danger ? 'danger' : ''}
          tip={danger ? 'end' : 'above'}
          onClick={act}
        />
      ))}
    </div>
  );
}
