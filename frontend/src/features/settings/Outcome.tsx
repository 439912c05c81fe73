/** How saving went, beside what was saved. */
import type { Notice } from '../../services/events';

/** Read aloud as it comes; nothing before. */
export function Outcome({ outcome }: { outcome: Notice | null }) {
  return (
    <p className={`outcome ${outcome?.kind ?? ''}`} role="status">
      {outcome?.text}
      {outcome?.requestId && <small> Request {outcome.requestId}</small>}
    </p>
  );
}
