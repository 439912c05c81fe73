/** Taking along what is one's own, as a zip that the browser saves while the server makes it. */
import type { CreateTicket, Ticket } from '../../protocol';
import type { Verb } from '../../services';
import { isCode, readProblem, Refusal, Unreachable } from '../../services/api/problem';
import { exportBegun, exportsForgotten } from './settingsSlice';

const PATH = '/api/v1/users/me/export';

/** The server counts by the hour. */
const WINDOW_MS = 3_600_000;

/** Good for one export, for half a minute. */
const addressOfExport =
  (): Verb<Promise<string>> =>
  async (_dispatch, _state, { api }) => {
    const wanted: CreateTicket = { purpose: 'export' };
    const { ticket } = await api.post<Ticket>('/auth/ticket', wanted);
    return `${PATH}?ticket=${encodeURIComponent(ticket)}`;
  };

/** Has the browser save it. How that goes only the browser knows: it shows it among its downloads. */
export const beginExport = (): Verb<Promise<void>> => async (dispatch) => {
  const link = document.createElement('a');
  link.href = await dispatch(addressOfExport());
  link.download = 'parlor-export.zip';
  link.click();
  dispatch(exportBegun(Date.now()));
};

/**
 * Asks the server whether it would make one, which a download does not tell. Fails with its refusal.
 * What it begins to make counts as one, so this is for when it is likely to refuse.
 */
export const askForExport = (): Verb<Promise<void>> => async (dispatch) => {
  const response = await fetch(await dispatch(addressOfExport())).catch(() => {
    throw new Unreachable();
  });
  if (!response.ok) throw new Refusal(await readProblem(response));
  await response.body?.cancel();
  dispatch(exportsForgotten());
};

/** Whether so many were begun here within the hour that the server will refuse one more. */
export function areTooMany(begun: readonly number[], max: number, now: number): boolean {
  return begun.filter((at) => now - at < WINDOW_MS).length >= max;
}

/** When the server takes another one, if it said so. */
export function againAt(error: unknown, now: number): number | null {
  if (!(error instanceof Refusal) || !isCode(error, 'RATE_LIMITED')) return null;
  return now + (error.problem.retryAfterMs ?? 0);
}
