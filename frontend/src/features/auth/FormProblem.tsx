/** What is wrong with a whole form. */
import type { Wrong } from './useForm';

/** Read aloud as soon as it is there. */
export function FormProblem({ wrong }: { wrong: Wrong }) {
  if (!wrong.text) return null;
  return (
    <p className="form-problem" role="alert">
      {wrong.text}
      {wrong.requestId && <small>Request {wrong.requestId}</small>}
    </p>
  );
}
