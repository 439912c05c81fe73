/**
 * Being told while no window is open. Chromium without a push service of its maker cannot subscribe:
 * here its `PushManager` is one that a service of the test stands behind. All else is real: the
 * server encrypts and sends, and what it sent reaches the worker as a push.
 */
import { expect, type CDPSession, type Page } from '@playwright/test';
import { Script } from '../support/history';
import { test as house } from '../support/house';
import type { Person } from '../support/person';
import { show } from '../support/pictures';
import { PushService, type Keys } from '../support/pushService';
import type { Server } from '../support/server';

const test = house.extend<{ service: PushService }>({
  // oxlint-disable-next-line no-empty-pattern
  service: async ({}, use) => {
    const service = await PushService.opens();
    await use(service);
    await service.closes();
  },
  settings: async ({ service }, use) => {
    await use({
      PARLOR_ACCOUNTS__REGISTRATION: 'open',
      PARLOR_OUTBOUND__ALLOW: service.host,
      PARLOR_PUSH__DELAY_SECONDS: '1',
    });
  },
});
test.setTimeout(120_000);

/** A browser whose maker's push service is ours. */
async function served({ context }: Person, keys: Keys): Promise<void> {
  await context.addInitScript((said) => {
    const KEPT = 'test.subscribed';
    const subscription = (applicationServerKey: ArrayBuffer | null) => ({
      endpoint: said.endpoint,
      options: { userVisibleOnly: true, applicationServerKey },
      toJSON: () => said,
      unsubscribe: async () => {
        localStorage.removeItem(KEPT);
        return true;
      },
    });
    const bytes = (text: string) => {
      const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
      return Uint8Array.from(plain, (letter) => letter.codePointAt(0) ?? 0).buffer;
    };
    Object.assign(PushManager.prototype, {
      getSubscription: async () => {
        const kept = localStorage.getItem(KEPT);
        return kept === null ? null : subscription(bytes(kept));
      },
      subscribe: async ({ applicationServerKey }: { applicationServerKey: string }) => {
        localStorage.setItem(KEPT, applicationServerKey);
        return subscription(bytes(applicationServerKey));
      },
    });
  }, keys);
}

/** Opens the settings and turns it on. */
async function turnsOn({ context, page }: Person, server: Server): Promise<void> {
  await context.grantPermissions(['notifications'], { origin: server.address });
  await page.goto(`${server.address}/settings/notifications`);
  await page.evaluate(() => navigator.serviceWorker.ready);
  const wanted = page.getByRole('switch', { name: 'Push messages' });
  await wanted.click();
  await expect(wanted).toBeChecked();
}

/** The browser, asked from a window that is nobody's. */
class Browser {
  private constructor(
    private readonly cdp: CDPSession,
    private readonly registration: string,
    private readonly person: Person,
    private readonly server: Server,
  ) {}

  static async of(person: Person, server: Server): Promise<Browser> {
    const window = await person.opensAnotherWindow();
    const cdp = await person.context.newCDPSession(window);
    const registration = new Promise<string>((resolve) => {
      cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
        const ours = registrations.find(({ scopeURL }) => scopeURL.startsWith(server.address));
        if (ours) resolve(ours.registrationId);
      });
    });
    await cdp.send('ServiceWorker.enable');
    return new Browser(cdp, await registration, person, server);
  }

  /** Hands a push over to the worker, as the maker's push service would. */
  async isPushed(data: string): Promise<void> {
    await this.cdp.send('ServiceWorker.deliverPushMessage', {
      origin: this.server.address,
      registrationId: this.registration,
      data,
    });
  }

  /** The cards that the system shows. */
  async cards(): Promise<string[]> {
    const [worker] = this.person.context.serviceWorkers();
    const cards = await worker?.evaluate(async () => {
      const scope = self as unknown as { registration: ServiceWorkerRegistration };
      const shown = await scope.registration.getNotifications();
      return shown.map(({ title, body }) => `${title}: ${body}`);
    });
    return cards ?? [];
  }

  /** What the system does when the newest card is clicked. */
  async isClicked(): Promise<void> {
    const [worker] = this.person.context.serviceWorkers();
    await worker?.evaluate(async () => {
      const scope = self as unknown as { registration: ServiceWorkerRegistration };
      const [notification] = await scope.registration.getNotifications();
      const event = Object.assign(new Event('notificationclick'), {
        notification,
        waitUntil: () => undefined,
      });
      self.dispatchEvent(event);
    });
  }
}

async function subscribed(page: Page): Promise<boolean> {
  return page.evaluate(() => localStorage.getItem('test.subscribed') !== null);
}

/** From a mention to the card on a machine where Parlor is closed, and from the card to the message. */
test('who is away is told', async ({ server, service, ada }) => {
  const owner = await Script.signsIn(server, 'ada');
  const bo = await Script.joins(server, 'bo', 'Bo Lindqvist');
  const swap = await owner.makesChannel('seed-swap');
  const call = `<@${owner.me.id}>`;
  await served(ada, service.keys);
  await turnsOn(ada, server);
  await show(ada.page, 'push-on');
  const browser = await Browser.of(ada, server);
  await ada.page.goto('about:blank');

  await bo.writesIn(swap, `${call} can you bring the key?`);
  await expect.poll(() => service.taken.length).toBe(1);
  expect(service.heads[0]).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400' });
  await browser.isPushed(service.taken[0] ?? '');
  const told = ['Bo Lindqvist in #seed-swap: @Ada can you bring the key?'];
  await expect.poll(() => browser.cards()).toEqual(told);
  // The same once more is the same card.
  await browser.isPushed(service.taken[0] ?? '');
  await expect.poll(() => browser.cards()).toEqual(told);

  // A window that is there comes to the front and goes to the message.
  await ada.page.goto(server.address);
  await ada.isIn();
  await browser.isClicked();
  await expect(ada.page).toHaveURL(new RegExp(`/channels/${swap.id}/messages/\\d+$`));
  await expect(ada.log).toContainText('can you bring the key?');

  // What nobody understands is shown as something new.
  await ada.page.goto('about:blank');
  await browser.isPushed('what?');
  await expect.poll(() => browser.cards()).toContain('Parlor: There is something new.');
});

/** The switches: text is left out, failing is said, off is off; and who signs out is told nothing more. */
test('everybody chooses for their device', async ({ server, service, ada }) => {
  const owner = await Script.signsIn(server, 'ada');
  const bo = await Script.joins(server, 'bo', 'Bo Lindqvist');
  const swap = await owner.makesChannel('seed-swap');
  const call = `<@${owner.me.id}>`;
  await served(ada, service.keys);
  await turnsOn(ada, server);
  const { page } = ada;
  const push = page.getByRole('switch', { name: 'Push messages' });
  const hide = page.getByRole('switch', { name: 'Leave out the text' });
  await hide.click();
  await expect(hide).toBeChecked();
  service.status = 403;
  await page.goto('about:blank');
  await bo.writesIn(swap, `${call} psst`);
  await expect.poll(() => service.taken.length).toBe(1);
  expect(JSON.parse(service.taken[0] ?? '')).toMatchObject({
    excerpt: null,
    author: 'Bo Lindqvist',
  });

  // The next visit says that the service refuses; off and on again is a new beginning.
  service.status = 201;
  const failing = page.getByText('did not take the last message');
  await expect(async () => {
    await page.goto(`${server.address}/settings/notifications`);
    await expect(failing).toBeVisible();
  }).toPass();
  await expect(hide).toBeChecked();
  await show(page, 'push-failing');
  await push.click();
  await expect(push).not.toBeChecked();
  await expect(hide).toBeDisabled();
  expect(await subscribed(page)).toBe(false);
  await push.click();
  await expect(push).toBeChecked();
  await expect(hide).not.toBeChecked();
  await expect(failing).toBeHidden();

  await page.getByRole('button', { name: 'Log out', exact: true }).click();
  await expect(page.getByLabel('User name or e-mail')).toBeVisible();
  await expect.poll(() => subscribed(page)).toBe(false);
  await bo.writesIn(swap, `${call} are you there?`);
  // It would have come within these.
  await bo.writesIn(swap, 'no');
  expect(service.taken).toHaveLength(1);
});

/** Whoever cannot be reached is told why, and what to do. */
test('it says what is in the way', async ({ server, ada }) => {
  const { page } = ada;
  await page.addInitScript(() =>
    Object.defineProperty(Notification, 'permission', { get: () => 'denied' }),
  );
  await page.goto(`${server.address}/settings/notifications`);
  const part = page.getByRole('region', { name: 'While Parlor is closed' });
  await expect(part).toContainText('Allow them in its settings for this page');
  await show(page, 'push-denied');
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, 'PushManager'));
  await page.goto(`${server.address}/settings/notifications`);
  await expect(part).toContainText('This browser cannot be reached while it is closed');
  await show(page, 'push-unsupported');
});
