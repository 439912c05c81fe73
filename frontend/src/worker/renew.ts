/**
 * A browser may give a subscription up and make another one, while no window is open: then the worker
 * tells the server, as the windows would.
 */
import type { Renewing, Scope } from './scope';

/** All windows take turns with it too (services/api/session): the cookie is good for one use. */
const LOCK = 'parlor.refresh';

const PUSH = '/api/v1/users/me/push';

type Surroundings = Pick<Scope, 'registration' | 'fetch'> & {
  locks: Pick<LockManager, 'request'>;
};

interface Push {
  publicKey: string;
  subscription: { hidesText: boolean } | null;
}

/** Subscribes anew, as it was; who ended it elsewhere stays without. */
export async function renew(
  { newSubscription }: Pick<Renewing, 'newSubscription'>,
  { registration, fetch, locks }: Surroundings,
): Promise<void> {
  const token = await locks.request(LOCK, () => tokenBy(fetch));
  if (token === null) return;
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(PUSH, { headers });
  if (!answer.ok) return;
  const { publicKey, subscription } = (await answer.json()) as Push;
  if (subscription === null) return;
  const { endpoint, keys } = (
    newSubscription ??
    (await registration.pushManager.subscribe({
      userVisibleOnly: true,
      applicationServerKey: publicKey,
    }))
  ).toJSON();
  const { hidesText } = subscription;
  const body = JSON.stringify({ endpoint, p256dh: keys?.p256dh, auth: keys?.auth, hidesText });
  await fetch(PUSH, { method: 'PUT', headers, body });
}

/** `null` where nobody is signed in, or the server cannot be asked. */
async function tokenBy(fetch: Scope['fetch']): Promise<string | null> {
  const headers = { 'X-Token-Delivery': 'cookie', 'Content-Type': 'application/json' };
  const answer = await fetch('/api/v1/auth/refresh', { method: 'POST', headers, body: '{}' });
  return answer.ok ? ((await answer.json()) as { access_token: string }).access_token : null;
}
