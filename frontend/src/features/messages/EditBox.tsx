/** Changing the text of a message, where it stands. */
import { useEffect, useState, type KeyboardEvent } from 'react';
import type { Message } from '../../protocol';
import { useAct } from '../../services';
import { explain } from '../../services/api/problem';
import { noticeRaised } from '../../services/events';
import { edit } from './change';
import { useConversation } from './context';
import { isAway, isDone } from './keys';
import { tidied } from './text';
import { useGrowing } from './useGrowing';

/** Enter saves, Escape leaves; nothing left asks whether to remove the message. */
export function EditBox({ message }: { message: Message }) {
  const act = useAct();
  const { onEdit, onRemove } = useConversation();
  const [text, setText] = useState(message.content);
  const [busy, setBusy] = useState(false);
  const field = useGrowing();
  useEffect(() => {
    const input = field.current;
    input?.focus();
    input?.setSelectionRange(input.value.length, input.value.length);
  }, [field]);

  const leave = (): void => {
    onEdit(null);
    document.querySelector<HTMLElement>('#composer')?.focus();
  };
  const save = async (): Promise<void> => {
    const content = tidied(text);
    if (content === '') {
      onRemove(message);
      return;
    }
    if (content === message.content) {
      leave();
      return;
    }
    setBusy(true);
    try {
      await act(edit(message, content));
      leave();
    } catch (error) {
      act(noticeRaised({ kind: 'problem', ...explain(error) }));
      setBusy(false);
    }
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isAway(event)) {
      event.preventDefault();
      leave();
    } else if (isDone(event)) {
      event.preventDefault();
      if (!busy) void save();
    }
  };
  return (
    <div className="edit-box">
      <textarea
        ref={field}
        aria-label="Edit message"
        rows={1}
        value={text}
        readOnly={busy}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <p>
        <button type="button" onClick={leave}>
          Cancel
        </button>{' '}
        <span className="by-key">(Escape) or </span>
        <button type="button" disabled={busy} onClick={() => void save()}>
          Save
        </button>{' '}
        <span className="by-key">(Enter)</span>
      </p>
    </div>
  );
}
