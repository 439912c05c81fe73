/** How many things call the reader. */

/** More are not counted out: who has so many does not count them. */
const SHOWN_MAX = 99;

/** Nothing for none. `of` says what is counted, to those who hear the page. */
export function Badge({ count, of }: { count: number; of?: string }) {
  if (count === 0) return null;
  return (
    <span className="badge">
      <span aria-hidden="true">{count > SHOWN_MAX ? `${SHOWN_MAX}+` : count}</span>
      {of && (
        <span className="only-heard">
          , {count} {of}
        </span>
      )}
    </span>
  );
}
