/** A message that stands somewhere else, as a card that leads there. */
import type { ReactNode } from 'react';
import { Avatar } from './Avatar';
import { When } from './When';
import { OneLine } from './OneLine';

interface QuoteProps {
  href: string;
  author: { id: string; displayName: string };
  /** As the server writes it. */
  createdAt: string;
  /** Where it stands; absent where that is clear. */
  place?: string;
  /** It is new, and meant for whoever reads it. */
  calls?: boolean;
  children: ReactNode;
  /** What can be done with it here. */
  tools?: ReactNode;
}

/** A line of a list. */
export function Quote(props: QuoteProps) {
  const { href, author, createdAt, place, calls, children, tools } = props;
  return (
    <li className={calls ? 'quote calls' : 'quote'}>
      <a className="quote-link" href={href}>
        <span className="quote-head">
          <Avatar id={author.id} name={author.displayName} size="small" />
          <b>
            <OneLine>{author.displayName}</OneLine>
          </b>
          <When at={createdAt} />
        </span>
        {place && (
          <span className="quote-place">
            <OneLine>{place}</OneLine>
          </span>
        )}
        <span className="quote-text" dir="auto">
          {children}
        </span>
      </a>
      {tools && <div className="quote-tools">{tools}</div>}
    </li>
  );
}
