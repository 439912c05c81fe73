/** Changing the text of a message, where it stands. */
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import type { Message } from '../../protocol';
import { useAct } from '../../services';
import { failureRaised } from '../../services/failure';
import { edit } from './change';
import { useConversation } from './context';
import { isAway, isDone, markOf, toComposer } from './keys';
import { encoded, typed } from './mentions';
import { optionId, SuggestionList } from './SuggestionList';
import { tidied } from './text';
import { useCompletion } from './useCompletion';
import { useGrowing } from './useGrowing';
import { useWriting } from './useWriting';
import './editing.css';
import { common } from '../../language/common';
import { words } from './words';

/** Enter saves, Escape leaves; nothing left asks whether to remove the message. */
export function EditBox({ message }: { message: Message }) {
  const act = useAct();
  const { may, nameable, onNaming, onEdit, onRemove } = useConversation();
  const [text, setText] = useState(() => typed(message.content, nameable));
  const [busy, setBusy] = useState(false);
  const field = useGrowing();
  const listId = useId();
  useEffect(() => {
    const input = field.current;
    input?.focus();
    input?.setSelectionRange(input.value.length, input.value.length);
  }, [field]);

  const leave = (): void => {
    onEdit(null);
    toComposer();
  };
  const save = async (): Promise<void> => {
    const content = encoded(tidied(text), nameable);
    if (content === '' && message.attachments.length === 0) {
      onRemove(message, false);
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
      act(failureRaised(error));
      setBusy(false);
    }
  };
  const { caret, onSelect, onChange, insert, wrap } = useWriting(field, text, setText);
  const completion = useCompletion({
    text,
    caret,
    nameable,
    callAll: may.callAll,
    onNaming,
    onTake: ({ insert: piece }, { from, to }) => insert(`${piece} `, [from, to]),
  });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (completion.onKeyDown(event)) return;
    const mark = markOf(event);
    if (mark) {
      event.preventDefault();
      wrap(mark);
    } else if (isAway(event)) {
      event.preventDefault();
      leave();
    } else if (isDone(event)) {
      event.preventDefault();
      if (!busy) void save();
    }
  };
  const open = completion.items.length > 0;
  return (
    <div className="edit-box">
      <SuggestionList
        id={listId}
        items={completion.items}
        at={completion.at}
        onTake={completion.take}
      />
      <textarea
        ref={field}
        aria-label={words.editMessage}
        rows={1}
        dir="auto"
        aria-autocomplete="list"
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open ? optionId(listId, completion.at) : undefined}
        onSelect={onSelect}
        value={text}
        readOnly={busy}
        onChange={onChange}
        onKeyDown={onKeyDown}
      />
      <p>
        <button type="button" onClick={leave}>
          {common.cancel}
        </button>{' '}
        <span className="by-key">{words.escapeOr} </span>
        <button type="button" disabled={busy} onClick={() => void save()}>
          {common.save}
        </button>{' '}
        <span className="by-key">{words.enter}</span>
      </p>
    </div>
  );
}
