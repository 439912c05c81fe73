/** What stands where there is nothing, or nothing yet: what it means and what to do. */
import type { ReactNode } from 'react';

/** A title, a sentence, and the way on. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      <p>{children}</p>
      {actions}
    </div>
  );
}
