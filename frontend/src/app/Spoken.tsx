/** Everything in it is drawn anew when another language is spoken. */
import { Fragment, useEffect, useRef, type ReactNode } from 'react';
import { useSpoken } from '../language/useSpoken';

interface SpokenProps {
  children: ReactNode;
}

/** What people wrote stays: it is kept in the store, not in what is drawn. */
export function Spoken({ children }: SpokenProps) {
  const spoken = useSpoken();
  const before = useRef(spoken);
  useEffect(() => {
    if (before.current === spoken) return;
    before.current = spoken;
    // Whoever chose it by keyboard goes on from there.
    document.querySelector<HTMLElement>('[data-part="language"] input:checked')?.focus();
  }, [spoken]);
  return <Fragment key={spoken}>{children}</Fragment>;
}
