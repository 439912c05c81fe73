/** The frame of every screen before the door: a card, a title, a sentence. */
import type { ReactNode } from 'react';
import './auth.css';

interface GateProps {
  title: string;
  lead?: ReactNode;
  /** The picture above; the house's own where nothing else is said. */
  mark?: ReactNode;
  children?: ReactNode;
}

/** A card in the middle of the window. */
export function Gate({ title, lead, mark, children }: GateProps) {
  return (
    <main className="gate">
      <div className="card">
        <div className="mark">{mark ?? <img src="/icon.svg" alt="" width="48" height="48" />}</div>
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
        {children}
      </div>
    </main>
  );
}
