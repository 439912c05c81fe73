/** How many things call the reader. */
import { number } from '../language/formats';

/** More are not counted out: who has so many does not count them. */
const SHOWN_MAX = 99;

/** Nothing for none. `of` says what is counted, to those who hear the page. */
export function Badge({ count, of }: { count: number; of?: (count: number) => string }) {
  if (count === 0) return null;
  return (
    <span className="badge">
      <span aria-hidden="true">{count > SHOWN_MAX ? `${number(SHOWN_MAX)}+` : number(count)}</span>
      {of && <span className="only-heard">{of(count)}</span>}
    </span>
  );
}
