/** What stands where one would write, when one may not. */
import type { Writing } from './context';
import { fullOf } from './times';
import './composer.css';

/** Says why, and until when. */
export function NoComposer({ writing }: { writing: Exclude<Writing, { status: 'open' }> }) {
  return (
    <p className="no-composer">
      {writing.status === 'forbidden'
        ? 'You can read here, but not write.'
        : `You are timed out until ${fullOf(writing.until)}. Until then you can read, but not write.`}
    </p>
  );
}
