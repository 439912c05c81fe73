/** Where one writes. */
import { memo, useId, type ClipboardEvent, type KeyboardEvent } from 'react';
import { useSelector } from 'react-redux';
import type { ChannelId, Limits } from '../../protocol';
import { useAct } from '../../services';
import { IconButton } from '../../ui/Button';
import { EmojiButton } from '../../ui/emoji/EmojiButton';
import { AttachButton } from './AttachButton';
import { useConversation } from './context';
import { draftChanged, selectDraft } from './draftsSlice';
import type { Files } from './files';
import { isAway, isDone, isPlain, markOf } from './keys';
import { encoded } from './mentions';
import { messageSent } from './messagesSlice';
import { replyDropped, selectReply } from './repliesSlice';
import { ReplyingTo } from './ReplyingTo';
import { optionId, SuggestionList } from './SuggestionList';
import { charsIn, tidied } from './text';
import { useArrival } from './useArrival';
import { useCompletion } from './useCompletion';
import { useGrowing } from './useGrowing';
import { useSendWhenReady } from './useSendWhenReady';
import { useSlowMode } from './useSlowMode';
import { useWriting } from './useWriting';
import './composer.css';
import { words } from './words';
import { number } from '../../language/formats';

/** From here on, how many are left. */
const COUNTED_BELOW = 200;

interface ComposerProps {
  channelId: ChannelId;
  /** The channel's, or who one talks to. */
  name: string;
  /** The same as people say it: `#general`. */
  shown: string;
  limits: Pick<Limits, 'messageCharsMax' | 'altCharsMax'>;
  /** Between two messages; 0 = none. */
  slowSeconds: number;
  /** `null`: no files here. */
  files: Files | null;
  onTyping: () => void;
  /** One's last message is to be changed. */
  onEditLast: () => void;
  /** Back to the present. */
  onEscape: () => void;
}

type View = Parameters<typeof selectDraft>[0] & Parameters<typeof selectReply>[0];

/**
 * Enter sends, Shift and Enter makes a line; on a touch screen Enter makes a line too. What is said
 * by others does not draw it again: somebody writes in it.
 */
export const Composer = memo((props: ComposerProps) => {
  const { channelId, name, shown, limits, slowSeconds, files, onTyping, onEditLast, onEscape } =
    props;
  const act = useAct();
  const listId = useId();
  const { me, may, nameable, onNaming, parts } = useConversation();
  const text = useSelector((state: View) => selectDraft(state, channelId));
  const reply = useSelector((state: View) => selectReply(state, channelId));
  const wait = useSlowMode(channelId, slowSeconds, me.id);
  const field = useGrowing();
  useArrival(field);
  const content = encoded(tidied(text), nameable);
  const left = limits.messageCharsMax - charsIn(content);
  const something = content.trim() !== '' || (files !== null && files.status !== 'none');
  const sendable = something && left >= 0 && wait === 0;

  const change = (next: string): void => {
    act(draftChanged({ channelId, text: next }));
    if (next.trim() !== '') onTyping();
  };
  const { caret, onSelect, onChange, insert, wrap } = useWriting(field, text, change);
  const completion = useCompletion({
    text,
    caret,
    nameable,
    callAll: may.callAll,
    onNaming,
    onTake: ({ insert: piece }, { from, to }) => insert(`${piece} `, [from, to]),
  });
  const send = (): void => {
    act(messageSent(channelId, content, { replyTo: reply, attachments: files?.ready ?? [] }));
    act(draftChanged({ channelId, text: '' }));
    act(replyDropped(channelId));
    files?.taken();
    field.current?.focus();
  };
  const sending = useSendWhenReady(files, sendable, send);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (completion.onKeyDown(event)) return;
    const mark = markOf(event);
    if (mark) {
      event.preventDefault();
      wrap(mark);
    } else if (isDone(event)) {
      event.preventDefault();
      if (sendable) sending.ask();
    } else if (event.key === 'ArrowUp' && text === '' && isPlain(event)) {
      event.preventDefault();
      onEditLast();
    } else if (isAway(event)) {
      if (sending.waiting) sending.cancel();
      else if (reply) act(replyDropped(channelId));
      else onEscape();
    }
  };
  const attach = (chosen: File[]): void => {
    files?.add(chosen);
    field.current?.focus();
  };
  const onPaste = (event: ClipboardEvent): void => {
    const pasted = [...event.clipboardData.files];
    if (!files || pasted.length === 0) return;
    event.preventDefault();
    files.add(pasted);
  };
  const open = completion.items.length > 0;
  return (
    <div className="composer">
      <SuggestionList
        id={listId}
        items={completion.items}
        at={completion.at}
        onTake={completion.take}
      />
      {reply && <ReplyingTo reply={reply} onDrop={() => act(replyDropped(channelId))} />}
      {files && files.status !== 'none' && (
        <parts.Tray channelId={channelId} altCharsMax={limits.altCharsMax} />
      )}
      {sending.waiting && (
        <p className="composer-note" role="status">
          {words.sentAsSoonAsFilesAreThere}{' '}
          <button type="button" onClick={sending.cancel}>
            {words.wait}
          </button>
        </p>
      )}
      <div className="composer-line">
        {files && <AttachButton hint={files.hint} onFiles={attach} />}
        <textarea
          ref={field}
          id="composer"
          rows={1}
          // What asks for words runs as everything does; the words run their own way.
          dir={text === '' ? undefined : 'auto'}
          aria-label={words.message(name)}
          placeholder={words.message(shown)}
          aria-describedby="composer-count"
          aria-invalid={left < 0}
          aria-autocomplete="list"
          aria-controls={open ? listId : undefined}
          aria-activedescendant={open ? optionId(listId, completion.at) : undefined}
          value={text}
          onChange={onChange}
          onSelect={onSelect}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
        <span id="composer-count" className={left < 0 ? 'count over' : 'count'} role="status">
          {left < COUNTED_BELOW && (
            <>
              {number(left)}
              <span className="only-heard"> {words.charactersLeft}</span>
            </>
          )}
        </span>
        {wait > 0 && (
          <span className="slow" title={words.inThisChannelOneWrites(slowSeconds)}>
            <span className="only-heard">{words.slowMode}</span>
            {words.seconds(wait)}
          </span>
        )}
        <EmojiButton label={words.insertEmoji} size={18} onPick={(emoji) => insert(emoji)} />
        <IconButton
          icon="send"
          label={words.send}
          size={18}
          look="accent"
          tip="end"
          disabled={!sendable || sending.waiting}
          onClick={sending.ask}
        />
      </div>
    </div>
  );
});
Composer.displayName = 'Composer';
