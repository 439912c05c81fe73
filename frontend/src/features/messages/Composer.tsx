/** Where one writes. */
import type { KeyboardEvent } from 'react';
import { useSelector } from 'react-redux';
import type { ChannelId } from '../../protocol';
import { useAct } from '../../services';
import { IconButton } from '../../ui/Button';
import { EmojiButton } from '../../ui/emoji/EmojiButton';
import { draftChanged, selectDraft } from './draftsSlice';
import { isAway, isDone } from './keys';
import { messageSent } from './messagesSlice';
import { charsIn, spliced, tidied } from './text';
import { useGrowing } from './useGrowing';

/** From here on, how many are left. */
const COUNTED_BELOW = 200;

interface ComposerProps {
  channelId: ChannelId;
  name: string;
  /** The longest message, in characters. */
  charsMax: number;
  /** One's last message is to be changed. */
  onEditLast: () => void;
  /** Back to the present. */
  onEscape: () => void;
}

/** Enter sends, Shift and Enter makes a line; on a touch screen Enter makes a line too. */
export function Composer({ channelId, name, charsMax, onEditLast, onEscape }: ComposerProps) {
  const act = useAct();
  const text = useSelector((state: Parameters<typeof selectDraft>[0]) =>
    selectDraft(state, channelId),
  );
  const field = useGrowing();
  const content = tidied(text);
  const left = charsMax - charsIn(content);
  const sendable = content.trim() !== '' && left >= 0;

  const change = (next: string): void => {
    act(draftChanged({ channelId, text: next }));
  };
  const send = (): void => {
    if (!sendable) return;
    act(messageSent(channelId, content));
    change('');
    field.current?.focus();
  };
  const insert = (emoji: string): void => {
    const input = field.current;
    const from = input?.selectionStart ?? text.length;
    change(spliced(text, emoji, from, input?.selectionEnd ?? from));
    // The field takes the new text at the next frame; the caret belongs behind the emoji.
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(from + emoji.length, from + emoji.length);
    });
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isDone(event)) {
      event.preventDefault();
      send();
    } else if (event.key === 'ArrowUp' && text === '') {
      event.preventDefault();
      onEditLast();
    } else if (isAway(event)) onEscape();
  };
  return (
    <div className="composer">
      <textarea
        ref={field}
        id="composer"
        rows={1}
        aria-label={`Message ${name}`}
        placeholder={`Message #${name}`}
        aria-describedby="composer-count"
        aria-invalid={left < 0}
        value={text}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span id="composer-count" className={left < 0 ? 'count over' : 'count'} role="status">
        {left < COUNTED_BELOW && (
          <>
            {left}
            <span className="only-heard"> characters left</span>
          </>
        )}
      </span>
      <EmojiButton label="Insert an emoji" size={18} onPick={insert} />
      <IconButton
        icon="send"
        label="Send"
        size={18}
        look="accent"
        tip="end"
        disabled={!sendable}
        onClick={send}
      />
    </div>
  );
}
