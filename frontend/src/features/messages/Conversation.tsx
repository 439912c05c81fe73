/** A channel's messages and the place to write. */
import {
  lazy,
  Suspense,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import { useSelector } from 'react-redux';
import type { Channel, Limits, Message, MessageId } from '../../protocol';
import { useAct, type Verb } from '../../services';
import { markedUnread } from '../../services/events';
import { failureRaised } from '../../services/failure';
import { remove } from './change';
import { Composer } from './Composer';
import { ConversationContext, type Conversing, type May, type Parts, type Self } from './context';
import type { Files } from './files';
import { toComposer } from './keys';
import type { Nameable } from './mentions';
import { MessageList, type ListHandle } from './MessageList';
import { selectMessagesById, selectOutgoing, selectTimeline, type Outgoing } from './messagesSlice';
import { NoComposer } from './NoComposer';
import { replyBegun } from './repliesSlice';
import { useDropZone } from './useDropZone';
import type { Reading } from './useNews';
import type { IconName } from '../../ui/Icon';
import './conversation.css';
import { words } from './words';

const RemoveDialog = lazy(async () => ({
  default: (await import('./RemoveDialog')).RemoveDialog,
}));

interface ConversationProps {
  channel: Channel;
  /** The channel's, or who one talks to. */
  name: string;
  /** The same as people say it: `#general`. */
  shown: string;
  icon: IconName;
  me: Self;
  may: May;
  limits: Pick<Limits, 'messageCharsMax' | 'altCharsMax'>;
  reading: Reading;
  nameable: Nameable;
  /** Somebody types a name that begins so. */
  onNaming: (beginning: string) => void;
  onPerson: Conversing['onPerson'];
  /** `null` while it is not known what may be attached. */
  files: Files | null;
  /** The message the address names. */
  target: MessageId | null;
  /** Somebody writes; others may be told. */
  onTyping: () => void;
  parts: Parts;
  /** What stands between the messages and the place to write. */
  foot: ReactNode;
}

/** Made anew for each channel. */
export function Conversation(props: ConversationProps) {
  const { channel, name, shown, me, may, limits, files, onTyping, foot } = props;
  const act = useAct();
  const list = useRef<ListHandle>(null);
  const [removing, setRemoving] = useState<Message | null>(null);
  const toPresent = useCallback(() => list.current?.toPresent(), []);
  const context = useContextOf(props, list, setRemoving);
  useEndOnSend(channel.id, toPresent);
  const { onEdit } = context;
  const onEditLast = useCallback(
    () => onEdit(act(lastOwn(channel.id, me.id))),
    [act, channel.id, me.id, onEdit],
  );
  const onEscape = useCallback(() => {
    list.current?.dismiss();
    toPresent();
  }, [toPresent]);
  const open = may.write.status === 'open';
  const drop = useDropZone(open && may.attach ? files : null);
  return (
    <ConversationContext value={context}>
      <div className="conversation" {...drop.handlers}>
        <MessageList ref={list} {...props} />
        {foot}
        {may.write.status === 'open' ? (
          <Composer
            channelId={channel.id}
            name={name}
            shown={shown}
            limits={limits}
            slowSeconds={may.write.slowSeconds}
            files={may.attach ? files : null}
            onTyping={onTyping}
            onEditLast={onEditLast}
            onEscape={onEscape}
          />
        ) : (
          <NoComposer writing={may.write} />
        )}
        {drop.over && <p className="drop-zone">{words.dropFiles(shown)}</p>}
      </div>
      {removing && (
        <Suspense>
          <RemoveDialog
            message={removing}
            onClose={() => {
              setRemoving(null);
              context.onEdit(null);
            }}
          />
        </Suspense>
      )}
    </ConversationContext>
  );
}

/** What the messages need to know. */
function useContextOf(
  { channel, me, may, limits, nameable, onNaming, onPerson, parts }: ConversationProps,
  list: RefObject<ListHandle | null>,
  setRemoving: (message: Message) => void,
): Conversing {
  const act = useAct();
  const [editing, setEditing] = useState<MessageId | null>(null);
  return useMemo(
    (): Conversing => ({
      channelId: channel.id,
      me,
      may,
      nameable,
      onNaming,
      onPerson,
      altCharsMax: limits.altCharsMax,
      editing,
      onEdit: setEditing,
      onReply: (message) => {
        act(replyBegun(message));
        toComposer();
      },
      onRemove: (message, sure) => {
        if (!sure) setRemoving(message);
        else {
          act(remove(message.id)).catch((error: unknown) => act(failureRaised(error)));
        }
      },
      onJump: (id) => list.current?.jump(id),
      onUnread: ({ seq }) => act(markedUnread({ channelId: channel.id, seq: seq - 1 })),
      parts,
    }),
    [
      act,
      channel.id,
      me,
      may,
      limits.altCharsMax,
      nameable,
      onNaming,
      onPerson,
      editing,
      list,
      setRemoving,
      parts,
    ],
  );
}

type View = Parameters<typeof selectTimeline>[0];

/** Finds one's last message, of those that are there. */
const lastOwn =
  (channelId: string, me: string): Verb<MessageId | null, View> =>
  (_dispatch, state) => {
    const byId = selectMessagesById(state());
    const ids = selectTimeline(state(), channelId)?.ids;
    return ids?.findLast((id) => byId[id]?.author.id === me) ?? null;
  };

/** Whoever sends something wants to see it. */
function useEndOnSend(channelId: string, toPresent: () => void): void {
  const outgoing = useSelector(selectOutgoing);
  const newest = newestOf(outgoing, channelId);
  // What waited before the channel was opened was not sent just now.
  const before = useRef(newest);
  useEffect(() => {
    if (newest && newest !== before.current) toPresent();
    before.current = newest;
  }, [newest, toPresent]);
}

function newestOf(outgoing: Record<string, Outgoing>, channelId: string): string | undefined {
  return Object.values(outgoing).findLast((each) => each.channelId === channelId)?.nonce;
}
