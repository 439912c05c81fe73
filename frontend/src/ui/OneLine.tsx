/** What has one line to stand on, and may be too long for it. */
import type { ReactNode } from 'react';

/** Cut at its own end, whichever way it runs; it stands where its list begins. */
export function OneLine({ children }: { children: ReactNode }) {
  return <bdi className="one-line">{children}</bdi>;
}
