/** A channel's messages and the place to write. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSelector } from 'react-redux';
import type { Channel, Message, MessageId, UserId } from '../../protocol';
import { Composer } from './Composer';
import { ConversationContext, type Conversing, type Parts } from './context';
import { MessageList, type ListHandle } from './MessageList';
import { selectMessagesById, selectOutgoing, selectTimeline, type Outgoing } from './messagesSlice';
import { RemoveDialog } from './RemoveDialog';
import './messages.css';

interface ConversationProps {
  channel: Channel;
  me: { id: UserId; name: string };
  may: { write: boolean; react: boolean; moderate: boolean };
  /** The longest message, in characters. */
  charsMax: number;
  parts: Parts;
}

/** Made anew for each channel. */
export function Conversation({ channel, me, may, charsMax, parts }: ConversationProps) {
  const [editing, setEditing] = useState<MessageId | null>(null);
  const [removing, setRemoving] = useState<Message | null>(null);
  const list = useRef<ListHandle>(null);
  const lastOwn = useLastOwn(channel.id, me.id);
  const toEnd = useCallback(() => list.current?.toEnd(), []);
  useEndOnSend(channel.id, toEnd);
  const { id: meId, name: meName } = me;
  const context = useMemo(
    (): Conversing => ({
      channelId: channel.id,
      me: { id: meId, name: meName },
      mayModerate: may.moderate,
      mayReact: may.react,
      editing,
      onEdit: setEditing,
      onRemove: setRemoving,
      parts,
    }),
    [channel.id, meId, meName, may.moderate, may.react, editing, parts],
  );
  return (
    <ConversationContext value={context}>
      <MessageList ref={list} name={channel.name} />
      {may.write ? (
        <Composer
          channelId={channel.id}
          name={channel.name}
          charsMax={charsMax}
          onEditLast={() => setEditing(lastOwn())}
          onEscape={toEnd}
        />
      ) : (
        <p className="no-composer">You can read here, but not write.</p>
      )}
      {removing && (
        <RemoveDialog
          message={removing}
          onClose={() => {
            setRemoving(null);
            setEditing(null);
          }}
        />
      )}
    </ConversationContext>
  );
}

type View = Parameters<typeof selectTimeline>[0];

/** Finds one's last message when it is asked for. */
function useLastOwn(channelId: string, me: string): () => MessageId | null {
  const ids = useSelector((state: View) => selectTimeline(state, channelId))?.ids;
  const byId = useSelector(selectMessagesById);
  return () => ids?.findLast((id) => byId[id]?.author.id === me) ?? null;
}

/** Whoever sends something wants to see it. */
function useEndOnSend(channelId: string, toEnd: () => void): void {
  const outgoing = useSelector(selectOutgoing);
  const newest = newestOf(outgoing, channelId);
  useEffect(() => {
    if (newest) toEnd();
  }, [newest, toEnd]);
}

function newestOf(outgoing: Record<string, Outgoing>, channelId: string): string | undefined {
  return Object.values(outgoing).findLast((each) => each.channelId === channelId)?.nonce;
}
