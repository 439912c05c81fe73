/** A list as its end shows it. */
import { wrongOf, type Wrong } from '../../services/useAttempt';

/** Why the last page did not come, in words; nothing while it did. */
export function problemOf({
  status,
  error,
}: {
  status: string;
  error: unknown;
}): Wrong | undefined {
  return status === 'failed' ? wrongOf(error) : undefined;
}
