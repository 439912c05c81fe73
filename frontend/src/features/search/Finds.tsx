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
import { common } from '../../language/common';
import { words } from './words';

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
        <Empty title={words.findWhatWasSaid}>
          {words.howTo(
            <code>from:</code>,
            <code>in:</code>,
            <code>has:</code>,
            <code>before:</code>,
            <code>after:</code>,
          )}
        </Empty>
      );
    case 'searching':
      return <QuoteSkeletons label={words.searching} />;
    case 'failed':
      return (
        <Empty
          title={words.searchDidNotWork}
          actions={<Button onClick={() => void act(search())}>{common.tryAgain}</Button>}
        >
          {finding.text}
        </Empty>
      );
    default:
      break;
  }
  const { items, hasMore, terms, status } = finding;
  if (items.length === 0 && !hasMore) {
    return <Empty title={words.nothingWasFound}>{words.tryFewerOrOtherWords}</Empty>;
  }
  return (
    <>
      <p className="only-heard" role="status">
        {hasMore ? words.moreThanMessages(items.length) : words.messages(items.length)}
      </p>
      <ol className="quotes" aria-label={words.foundMessages} aria-busy={status === 'more'}>
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
        {status === 'moreFailed' && <p role="alert">{words.nextOnesCouldNotBe}</p>}
        {hasMore ? (
          <Button busy={status === 'more'} onClick={() => void act(searchOn())}>
            {common.showOlder}
          </Button>
        ) : (
          <p>{words.noMore(words.messages(items.length))}</p>
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
  return attachments.map(({ filename }) => filename).join(common.comma);
}
