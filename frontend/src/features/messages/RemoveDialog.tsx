/** Asks before a message is removed: it cannot be brought back. */
import { useState } from 'react';
import type { Message } from '../../protocol';
import { useAct } from '../../services';
import { failureRaised } from '../../services/failure';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { plainOf, useNames } from '../../ui/markdown/names';
import { remove } from './change';
import './removing.css';

/** Shows what would go. */
export function RemoveDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const act = useAct();
  const [busy, setBusy] = useState(false);
  const confirm = async (): Promise<void> => {
    setBusy(true);
    try {
      await act(remove(message.id));
      onClose();
    } catch (error) {
      act(failureRaised(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Delete this message?" onClose={onClose}>
      <blockquote className="quoted">
        <b>{message.author.displayName}</b>
        <p>{plainOf(message.content, useNames()) || 'A file'}</p>
      </blockquote>
      <p>It goes for everybody, and it cannot be brought back.</p>
      <div className="actions">
        <Button onClick={onClose}>Keep it</Button>
        <Button look="danger" data-first busy={busy} onClick={() => void confirm()}>
          Delete
        </Button>
      </div>
    </Dialog>
  );
}
