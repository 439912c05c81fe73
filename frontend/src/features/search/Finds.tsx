/** What was found, newest first. */
import { useSelector } from 'react-redux';
import type { Message } from '../../protocol';
import { useAct } from '../../services';
import { messagePath } from '../../services/paths';
import { aroundHit, marked } from '../../services/text/mark';
import { Button } from '../../ui/Button';
import { Empty } from '../../ui/Empty';
import { plainOf, type Names } from '../../ui/markdown/names';
import { Quote } from '../../ui/Quote';
import { QuoteSkeletons } from '../../ui/QuoteSkeletons';
import { search, searchOn } from './search';
import { selectFinding } from './searchSlice';

interface FindsProps {
  names: Names;
  placeOf: (channelId: string) => string;
}

/** Or why there is nothing. */
export function Finds({ names, placeOf }: FindsProps) {
  const act = useAct();
  const finding = useSelector(selectFinding);
  switch (finding.status) {
    case 'idle':
      return (
        <Empty title="Find what was said">
          Write a few words, or narrow it down with <code>from:</code>, <code>in:</code>,{' '}
          <code>has:</code>, <code>before:</code> and <code>after:</code>. Quotes find words that
          stand together.
        </Empty>
      );
    case 'searching':
      return <QuoteSkeletons label="Searching" />;
    case 'failed':
      return (
        <Empty
          title="The search did not work"
          actions={<Button onClick={() => void act(search())}>Try again</Button>}
        >
          {finding.text}
        </Empty>
      );
    default:
      break;
  }
  const { items, hasMore, terms, status } = finding;
  if (items.length === 0 && !hasMore) {
    return (
      <Empty title="Nothing was found">
        Try fewer or other words, or look everywhere. Only what you may see is found.
      </Empty>
    );
  }
  return (
    <>
      <p className="only-heard" role="status">
        {hasMore ? `More than ${items.length} messages` : countOf(items.length)}
      </p>
      <ol className="quotes" aria-label="Found messages" aria-busy={status === 'more'}>
        {items.map((message) => (
          <Quote
            key={message.id}
            href={messagePath(message)}
            author={message.author}
            createdAt={message.createdAt}
            place={placeOf(message.channelId)}
          >
            <Words message={message} names={names} terms={terms} />
          </Quote>
        ))}
      </ol>
      <div className="panel-foot">
        {status === 'moreFailed' && <p role="alert">The next ones could not be read.</p>}
        {hasMore ? (
          <Button busy={status === 'more'} onClick={() => void act(searchOn())}>
            Show older
          </Button>
        ) : (
          <p>{countOf(items.length)}, no more.</p>
        )}
      </div>
    </>
  );
}

interface WordsProps {
  message: Message;
  names: Names;
  terms: string[];
}

function Words({ message, names, terms }: WordsProps) {
  const pieces = aroundHit(marked(plainOf(message.content, names), terms));
  if (pieces.length === 0) return <i>{filesOf(message)}</i>;
  // A piece is told from its like by its place alone.
  // oxlint-disable-next-line react/no-array-index-key
  return pieces.map(({ text, hit }, index) => (hit ? <mark key={index}>{text}</mark> : text));
}

function filesOf({ attachments }: Message): string {
  return attachments.map(({ filename }) => filename).join(', ');
}

function countOf(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}
