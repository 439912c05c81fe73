/** A line of the list. */
import type { MessageId } from '../../protocol';
import type { Item } from './items';
import { MessageRow } from './MessageRow';
import { OutgoingRow } from './OutgoingRow';
import { dayOf } from './times';
import type { Row } from './timeline';
import { words } from './words';

interface RowViewProps {
  row: Row<Item>;
  stopAt: string | undefined;
  lit: MessageId | null;
  /** A moment of today. */
  today: number;
}

/** A day, the line above what is new, or a message. */
export function RowView({ row, stopAt, lit, today }: RowViewProps) {
  if (row.kind === 'day') {
    return (
      <div className="day" role="separator">
        <span>{dayOf(row.at, today)}</span>
      </div>
    );
  }
  if (row.kind === 'new') {
    return (
      <div className="news" role="separator" aria-label={words.newMessages}>
        <span>{words.new}</span>
      </div>
    );
  }
  const { item, first } = row;
  if (item.kind === 'outgoing') return <OutgoingRow outgoing={item.outgoing} first={first} />;
  const { id } = item.message;
  return <MessageRow message={item.message} first={first} stop={id === stopAt} lit={id === lit} />;
}
