/** Moving somebody into another voice channel. */
import { useState } from 'react';
import type { Channel, ChannelId, User } from '../../protocol';
import { useAct } from '../../services';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Select } from '../../ui/Select';
import { doing } from './doing';
import { words } from './words';

interface MoveDialogProps {
  user: User;
  /** Where they are not. */
  channels: Channel[];
  onClose: () => void;
}

/** One of the others of the space. */
export function MoveDialog({ user, channels, onClose }: MoveDialogProps) {
  const act = useAct();
  const [to, setTo] = useState<ChannelId>(channels[0]?.id ?? '');
  return (
    <Dialog title={words.move(user.displayName)} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          act(doing((voice) => voice.moderate(user.id, 'move', to)));
          onClose();
        }}
      >
        {channels.length === 0 ? (
          <p>{words.nowhere}</p>
        ) : (
          <Select
            label={words.moveTo}
            data-first
            options={channels.map(({ id, name }) => [id, name] as const)}
            value={to}
            onChange={setTo}
          />
        )}
        <div className="actions">
          <Button onClick={onClose}>{words.cancel}</Button>
          <Button type="submit" look="primary" disabled={to === ''}>
            {words.moveIt}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
