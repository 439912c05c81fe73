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
import { common } from '../../language/common';
import { words } from './dialogWords';

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
  const save = (line: string): void =>
    void run(() => act(saySomething(line.trim() || null, endOfStatus(lasts, before, new Date()))));
  return (
    <Dialog title={words.whatAreYouUpTo} onClose={onClose}>
      <form
        className="stack"
        onSubmit={(event: SubmitEvent) => {
          event.preventDefault();
          save(text);
        }}
      >
        <Field
          label={words.statusText}
          name="statusText"
          autoComplete="off"
          data-first
          maxLength={charsMax}
          value={text}
          onChange={(event) => setText(event.target.value)}
          wrong={fields['statusText']}
        />
        <Select
          label={words.howLong}
          options={statusLasts(before)}
          value={lasts}
          onChange={setLasts}
        />
        <div className="actions">
          {me.statusText && (
            <Button look="quiet" busy={busy} onClick={() => save('')}>
              {words.clearIt}
            </Button>
          )}
          <Button type="submit" look="primary" busy={busy}>
            {common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
