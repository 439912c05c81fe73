/** Says that what is shown is from before. */
import { useSelector } from 'react-redux';
import { Button } from '../../ui/Button';
import './offline.css';
import { selectReadAt } from './offlineSlice';
import { words } from './words';
import { common } from '../../language/common';
import { date } from '../../language/formats';

const WHEN = {
  day: 'numeric',
  month: 'short',
  hour: 'numeric',
  minute: '2-digit',
} as const;

/** `onRetry` asks the server now. */
export function OfflineBar({ onRetry }: { onRetry: () => void }) {
  const readAt = useSelector(selectReadAt);
  return (
    <div role="status">
      {readAt !== null && (
        <div className="offline-bar">
          <span>{words.readUntil(date(readAt, WHEN))}</span>
          <Button look="quiet" onClick={onRetry}>
            {common.tryNow}
          </Button>
        </div>
      )}
    </div>
  );
}
