/** What stands before, after and instead of the rows of a list that comes page by page. */
import { Button } from './Button';
import { Problem } from './Problem';
import { common } from '../language/common';
import { words } from './pageWords';

/** Rows that are not there yet, in their height. */
export function RowsWaiting({ label, rows = 4 }: { label: string; rows?: number }) {
  return (
    <div className="rows-waiting" role="status" aria-label={words.areLoading(label)}>
      {Array.from({ length: rows }, (_, row) => (
        <span key={row}>
          <span className="skeleton square" />
          <span className="skeleton" />
        </span>
      ))}
    </div>
  );
}

interface RowsEndProps {
  status: 'waiting' | 'here' | 'more' | 'failed';
  hasMore: boolean;
  /** Why the last page did not come. */
  problem: { text?: string; requestId?: string } | undefined;
  onMore: () => void;
  onAgain: () => void;
  label?: string;
}

/** The way to more, or to another attempt. */
export function RowsEnd(props: RowsEndProps) {
  const { status, hasMore, problem, onMore, onAgain, label = words.showMore } = props;
  if (status === 'failed') {
    return (
      <div className="rows-end">
        <Problem wrong={problem} />
        <Button onClick={onAgain}>{common.tryAgain}</Button>
      </div>
    );
  }
  if (!hasMore || status === 'waiting') return null;
  return (
    <div className="rows-end">
      <Button busy={status === 'more'} onClick={onMore}>
        {label}
      </Button>
    </div>
  );
}
