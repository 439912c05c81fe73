/** Everything in it is drawn anew when another language is spoken. */
import { Fragment, type ReactNode } from 'react';
import { useSpoken } from '../language/useSpoken';

interface SpokenProps {
  children: ReactNode;
}

/** What people wrote stays: it is kept in the store, not in what is drawn. */
export function Spoken({ children }: SpokenProps) {
  return <Fragment key={useSpoken()}>{children}</Fragment>;
}
