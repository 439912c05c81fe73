/** What stands where one would write, when one may not. */
import type { Writing } from './context';
import { fullOf } from './times';
import './composer.css';
import { words } from './words';

/** Says why, and until when. */
export function NoComposer({ writing }: { writing: Exclude<Writing, { status: 'open' }> }) {
  return (
    <p className="no-composer">
      {writing.status === 'forbidden'
        ? words.youCanReadHereBut
        : words.youAreTimedOutUntil(fullOf(writing.until))}
    </p>
  );
}
