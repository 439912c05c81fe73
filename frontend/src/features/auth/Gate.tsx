/** The frame of every screen before the door: a card, a title, a sentence. */
import type { ReactNode } from 'react';
import './auth.css';

/** A card in the middle of the window. */
export function Gate({
  title,
  lead,
  children,
}: {
  title: string;
  lead?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <main className="gate">
      <div className="card">
        <img className="mark" src="/icon.svg" alt="" width="44" height="44" />
        <h1>{title}</h1>
        {lead && <p className="lead">{lead}</p>}
        {children}
      </div>
    </main>
  );
}
