/** Saying aloud that something was not done. */
import { explain } from './api/problem';
import { noticeRaised } from './events';

/** A notice that says why, for what has no place of its own to say it. */
export function failureRaised(error: unknown): ReturnType<typeof noticeRaised> {
  return noticeRaised({ kind: 'problem', ...explain(error) });
}
