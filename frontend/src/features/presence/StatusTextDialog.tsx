/** A line about what one is up to, and until when. */
import { useState, type SubmitEvent } from 'react';
import type { Me } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Select, type Option } from '../../ui/Select';
import { endOf, saySomething, type Span } from './saySomething';

interface StatusTextDialogProps {
  me: Me;
  charsMax: number | undefined;
  onClose: () => void;
}

const SPANS: readonly Option<Span>[] = [
  ['forever', 'Until you change it'],
  ['half-hour', 'For 30 minutes'],
  ['hours', 'For 4 hours'],
  ['today', 'For today'],
  ['week', 'For a week'],
];

/** Everybody who sees one sees it. */
export function StatusTextDialog({ me, charsMax, onClose }: StatusTextDialogProps) {
  const act = useAct();
  const [text, setText] = useState(me.statusText ?? '');
  const [span, setSpan] = useState<Span>('forever');
  const { busy, fields, run } = useDoing(onClose);
  const save = (words: string): void =>
    void run(() => act(saySomething(words.trim() || null, endOf(span, new Date()))));
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
        <Select label="How long" options={SPANS} value={span} onChange={setSpan} />
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
