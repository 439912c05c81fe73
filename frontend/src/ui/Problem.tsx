/** Why something was not done. */
import { common } from '../language/common';

interface ProblemProps {
  wrong: { text?: string; requestId?: string } | undefined;
}

/** Read aloud as soon as it is there. */
export function Problem({ wrong }: ProblemProps) {
  if (!wrong?.text) return null;
  return (
    <p className="problem-box" role="alert">
      {wrong.text}
      {wrong.requestId && <small> {common.request(wrong.requestId)}</small>}
    </p>
  );
}
