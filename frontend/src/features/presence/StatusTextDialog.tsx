/** A line about what one is up to, and until when. */
import { useState, type SubmitEvent } from 'react';
import type { Me } from '../../protocol';
import { useAct } from '../../services';
import { endOfStatus, statusLasts, type StatusLasts } from '../../services/status';
import { useDoing } from '../../services/useDoing';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Select } from '../../ui/Select';
import { saySomething } from './saySomething';

interface StatusTextDialogProps {
  me: Me;
  charsMax: number | undefined;
  onClose: () => void;
}

/** Everybody who sees one sees it. */
export function StatusTextDialog({ me, charsMax, onClose }: StatusTextDialogProps) {
  const act = useAct();
  const before = me.statusExpiresAt;
  const [text, setText] = useState(me.statusText ?? '');
  const [lasts, setLasts] = useState<StatusLasts>(before === undefined ? 'for-ever' : 'as-it-is');
  const { busy, fields, run } = useDoing(onClose);
  const save = (words: string): void =>
    void run(() => act(saySomething(words.trim() || null, endOfStatus(lasts, before, new Date()))));
  return (
    <Dialog title="What are you up to?" onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          save(text);
        }}
      >
        <Field
          label="Status text"
          name="statusText"
          autoComplete="off"
          data-first
          maxLength={charsMax}
          value={text}
          onChange={(event) => setText(event.target.value)}
          wrong={fields['statusText']}
        />
        <Select label="How long" options={statusLasts(before)} value={lasts} onChange={setLasts} />
        <div className="actions">
          {me.statusText && (
            <Button look="quiet" busy={busy} onClick={() => save('')}>
              Clear it
            </Button>
          )}
          <Button type="submit" look="primary" busy={busy}>
            Save
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
