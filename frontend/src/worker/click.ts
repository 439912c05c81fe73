/** A click on a notification: to the window that is there, else to a new one. */
import type { Scope } from './scope';

/** What `services/desktop` puts into a notification. */
function pathOf({ data }: Notification): string {
  const path: unknown = (data as { path?: unknown } | null)?.path;
  // Only a place of this very server.
  return typeof path === 'string' && /^\/(?![/\\])/.test(path) ? path : '/';
}

/** Brings the message to the front. */
export async function click(
  notification: Notification,
  { clients }: Pick<Scope, 'clients'>,
): Promise<void> {
  notification.close();
  const path = pathOf(notification);
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const window = windows.find(({ focused }) => focused) ?? windows[0];
  if (!window) {
    await clients.openWindow(path);
    return;
  }
  // Told first: a browser that does not let us come to the front still shows the message.
  // It is a client of ours: messages to it have no origin to name.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  window.postMessage({ type: 'notification-clicked', path });
  await window.focus().catch(() => undefined);
}
