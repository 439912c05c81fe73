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
import { common } from '../../language/common';
import { words } from './words';

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
    <Dialog title={words.deleteThisMessage} onClose={onClose}>
      <blockquote className="quoted">
        <b>
          <bdi>{message.author.displayName}</bdi>
        </b>
        <p dir="auto">{plainOf(message.content, useNames()) || common.aFile}</p>
      </blockquote>
      <p>{words.itGoesForEverybodyAnd}</p>
      <div className="actions">
        <Button onClick={onClose}>{words.keepIt}</Button>
        <Button look="danger" data-first busy={busy} onClick={() => void confirm()}>
          {common.delete}
        </Button>
      </div>
    </Dialog>
  );
}
