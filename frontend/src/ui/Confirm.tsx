/** The question before something that cannot be undone. */
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { Button } from './Button';
import { Dialog } from './Dialog';
import { Field } from './Field';
import { Problem } from './Problem';
import { common } from '../language/common';

interface ConfirmProps {
  title: string;
  /** What will go, by name. */
  children?: ReactNode;
  /** The button that does it. */
  verb: string;
  look?: 'danger' | 'primary';
  /** What must be typed before it can be done. */
  typed?: { label: string; text: string };
  busy: boolean;
  wrong?: { text?: string; requestId?: string };
  onConfirm: () => void;
  onClose: () => void;
}

/** Nothing happens until the button that names it is pressed. */
export function Confirm(props: ConfirmProps) {
  const { title, children, verb, look = 'danger', typed, busy, wrong } = props;
  const [text, setText] = useState('');
  const ready = typed === undefined || text.trim() === typed.text;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    // A form that the question was asked from is not what is sent.
    event.stopPropagation();
    if (ready && !busy) props.onConfirm();
  };
  return (
    <Dialog title={title} onClose={props.onClose}>
      <form className="confirm" onSubmit={submit}>
        {children}
        {typed && (
          <Field
            label={typed.label}
            autoComplete="off"
            data-first
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        <Problem wrong={wrong} />
        <div className="actions">
          <Button onClick={props.onClose} {...(typed ? {} : { 'data-first': true })}>
            {common.cancel}
          </Button>
          <Button type="submit" look={look} busy={busy} disabled={!ready}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
