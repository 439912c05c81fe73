/** What came below while somebody reads above. */
import { useState } from 'react';
import type { UserId } from '../../protocol';
import type { Item } from './items';
import type { Row } from './timeline';

/** How many messages of others came since the end was last in sight. */
export function useMissed(rows: readonly Row<Item>[], atEnd: boolean, me: UserId): number {
  const newest = newestOf(rows);
  const [seen, setSeen] = useState(newest);
  if (atEnd && seen !== newest) setSeen(newest);
  if (atEnd) return 0;
  return rows.filter((row) => seqOf(row) > seen && authorOf(row) !== me).length;
}

function newestOf(rows: readonly Row<Item>[]): number {
  const last = rows.findLast((row) => seqOf(row) > 0);
  return last ? seqOf(last) : 0;
}

/** Days and what is on its way have no place in the stream. */
function seqOf(row: Row<Item>): number {
  return row.kind === 'message' && row.item.kind === 'said' ? row.item.message.seq : 0;
}

function authorOf(row: Row<Item>): UserId | null {
  return row.kind === 'message' ? row.item.author : null;
}
