/** Hidden until it is asked for. */
import { useState, type ReactNode } from 'react';
import { words } from '../words';

/** Neither seen nor heard nor reached before somebody presses it. */
export function Spoiler({ children }: { children: ReactNode }) {
  const [hidden, setHidden] = useState(true);
  if (!hidden) return <span className="spoiler shown">{children}</span>;
  const show = (): void => setHidden(false);
  return (
    <span
      className="spoiler"
      role="button"
      tabIndex={0}
      aria-label={words.hiddenTextPressToShow}
      onClick={show}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return;
        event.preventDefault();
        event.stopPropagation();
        show();
      }}
    >
      <span inert>{children}</span>
    </span>
  );
}
