/** Stands at the foot of a page while something on it is not saved. */
import { Button } from './Button';
import { useUnsaved } from './unsaved';
import { words } from './pageWords';
import { common } from '../language/common';

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
  const said = wrong?.text ?? (warned ? words.saveOrResetYourChanges : null);
  return (
    <div
      className={`save-bar${said ? ' warned' : ''}`}
      role="group"
      aria-label={words.unsavedChanges}
    >
      <p role={said ? 'alert' : 'status'}>
        {said ?? words.youHaveChangesThatAre}
        {wrong?.requestId && <small> {common.request(wrong.requestId)}</small>}
      </p>
      <div className="save-actions">
        <Button look="quiet" disabled={busy} onClick={onReset}>
          {words.reset}
        </Button>
        <Button
          look="primary"
          type={onSave ? 'button' : 'submit'}
          busy={busy}
          {...(onSave ? { onClick: onSave } : {})}
        >
          {words.saveChanges}
        </Button>
      </div>
    </div>
  );
}
