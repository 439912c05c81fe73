/** Says that what is shown is from before. */
import { useSelector } from 'react-redux';
import { Button } from '../../ui/Button';
import './offline.css';
import { selectReadAt } from './offlineSlice';

const WHEN = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
});

/** `onRetry` asks the server now. */
export function OfflineBar({ onRetry }: { onRetry: () => void }) {
  const readAt = useSelector(selectReadAt);
  return (
    <div role="status">
      {readAt !== null && (
        <div className="offline-bar">
          <span>
            The server cannot be reached. You see what was read until {WHEN.format(readAt)}; what
            you write is sent later.
          </span>
          <Button look="quiet" onClick={onRetry}>
            Try now
          </Button>
        </div>
      )}
    </div>
  );
}
