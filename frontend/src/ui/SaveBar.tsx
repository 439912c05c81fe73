/** Stands at the foot of a page while something on it is not saved. */
import { Button } from './Button';
import { useUnsaved } from './unsaved';

interface SaveBarProps {
  dirty: boolean;
  busy: boolean;
  /** Why it was not saved. */
  wrong?: { text?: string; requestId?: string } | undefined;
  onReset: () => void;
  /** Without it the bar belongs to a form, and submits it. */
  onSave?: () => void;
}

/** Save or reset; going elsewhere waits for one of them. */
export function SaveBar({ dirty, busy, wrong, onReset, onSave }: SaveBarProps) {
  const warned = useUnsaved(dirty);
  if (!dirty) return null;
  const said = wrong?.text ?? (warned ? 'Save or reset your changes first.' : null);
  return (
    <div className={`save-bar${said ? ' warned' : ''}`} role="group" aria-label="Unsaved changes">
      <p role={said ? 'alert' : 'status'}>
        {said ?? 'You have changes that are not saved.'}
        {wrong?.requestId && <small> Request {wrong.requestId}</small>}
      </p>
      <div className="save-actions">
        <Button look="quiet" disabled={busy} onClick={onReset}>
          Reset
        </Button>
        <Button
          look="primary"
          type={onSave ? 'button' : 'submit'}
          busy={busy}
          {...(onSave ? { onClick: onSave } : {})}
        >
          Save changes
        </Button>
      </div>
    </div>
  );
}
