import { expect, type Page } from '@playwright/test';
import { Script } from '../support/history';
import { test } from '../support/house';
import type { Person } from '../support/person';
import { show } from '../support/pictures';
import type { Server } from '../support/server';

test.setTimeout(120_000);
test.use({ settings: { PARLOR_ACCOUNTS__REGISTRATION: 'open' } });

/** The cards that the system shows for this browser, newest last. */
async function cards(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    const shown = (await registration?.getNotifications()) ?? [];
    return shown.map(({ title, body }) => `${title}: ${body}`);
  });
}

/** What the system does when the newest card is clicked. */
async function clickOnCard({ context }: Person): Promise<void> {
  const [worker] = context.serviceWorkers();
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

/** Somebody who turned notifications on, and looks at `#general`. */
async function withNotifications(person: Person, server: Server): Promise<void> {
  await person.context.grantPermissions(['notifications'], { origin: server.address });
  await person.page.goto(`${server.address}/settings/notifications`);
  await person.page.evaluate(() => navigator.serviceWorker.ready);
  // It is on once the browser has said yes, which may take longer than the click.
  const wanted = person.page.getByRole('switch', { name: 'Notifications' });
  await wanted.click();
  await expect(wanted).toBeChecked();
  const done = person.page.getByRole('region', { name: 'Notices' });
  await expect(done).toContainText('Notifications are on in this browser.');
  await person.page.goto(server.address);
  await person.isIn();
}

/** Mentions and direct messages are shown once, where nobody looks, and a click leads there. */
test('a person is called', async ({ server, ada }) => {
  const owner = await Script.signsIn(server, 'ada');
  const bo = await Script.joins(server, 'bo', 'Bo Lindqvist');
  const swap = await owner.makesChannel('seed-swap');
  const call = `<@${owner.me.id}>`;
  await withNotifications(ada, server);
  const { page } = ada;

  // Another window of the same browser: both hear of it, one shows it.
  const other = await ada.opensAnotherWindow();
  await other.goto(server.address);
  await expect(other.getByRole('textbox', { name: 'Message general' })).toBeVisible();
  await bo.writesIn(swap, `${call} can you bring the key?`);
  await expect
    .poll(() => cards(page))
    .toEqual(['Bo Lindqvist in #seed-swap: @Ada can you bring the key?']);

  // The newest of a channel takes the place of the one before.
  await bo.writesIn(swap, `${call} on Tuesday`);
  await expect.poll(() => cards(page)).toEqual(['Bo Lindqvist in #seed-swap: @Ada on Tuesday']);
  // Where somebody looks, nothing is shown; what calls nobody is not either.
  await bo.writes(`${call} here you are looking`);
  await expect(ada.log).toContainText('here you are looking');
  await bo.writesIn(swap, 'No hurry.');
  expect(await cards(page)).toEqual(['Bo Lindqvist in #seed-swap: @Ada on Tuesday']);

  // A click leads to the message, in the window that is there.
  await other.close();
  await clickOnCard(ada);
  await expect(page).toHaveURL(new RegExp(`/channels/${swap.id}/messages/\\d+$`));
  await expect(ada.log).toContainText('on Tuesday');
  await expect.poll(() => cards(page)).toEqual([]);

  await page.getByRole('link', { name: 'general' }).click();
  await bo.writesIn(swap, `${call} did you find it?`);
  await expect.poll(() => cards(page)).toHaveLength(1);
  // What is read is taken away.
  await page.getByRole('link', { name: 'seed-swap' }).click();
  await expect.poll(() => cards(page)).toEqual([]);
});

/** Nothing is asked before somebody was called and wants it; no is taken for an answer. */
test('notifications are offered', async ({ server, ada }) => {
  const owner = await Script.signsIn(server, 'ada');
  const bo = await Script.joins(server, 'bo', 'Bo Lindqvist');
  const { page } = ada;
  // A browser that was never asked; the one of the tests says no by itself.
  await page.addInitScript(() =>
    Object.defineProperty(Notification, 'permission', { get: () => 'default' }),
  );
  await page.reload();
  await ada.isIn();
  const offer = page.getByRole('region', { name: 'Notifications' });
  await expect(offer).toBeHidden();
  await bo.writes(`<@${owner.me.id}> hello`);
  await expect(offer).toBeVisible();
  await show(page, 'notification-offer');
  await offer.getByRole('button', { name: 'No thanks' }).click();
  await expect(offer).toBeHidden();
  await page.reload();
  await ada.isIn();
  await bo.writes(`<@${owner.me.id}> hello again`);
  await expect(page.getByRole('button', { name: /^Inbox/ })).toBeVisible();
  await expect(offer).toBeHidden();
  await page.goto(`${server.address}/settings/notifications`);
  await expect(page.getByRole('switch', { name: 'Notifications' })).not.toBeChecked();
  await show(page, 'notification-settings');
});

/** Do not disturb is that. */
test('nobody is disturbed', async ({ server, ada }) => {
  const owner = await Script.signsIn(server, 'ada');
  const bo = await Script.joins(server, 'bo', 'Bo Lindqvist');
  const [swap, plots] = [await owner.makesChannel('seed-swap'), await owner.makesChannel('plots')];
  const call = `<@${owner.me.id}>`;
  await withNotifications(ada, server);
  // A muted channel calls nobody; another one does.
  await owner.mutes(swap);
  await bo.writesIn(swap, `${call} not here`);
  await bo.writesIn(plots, `${call} but here`);
  await expect.poll(() => cards(ada.page)).toEqual(['Bo Lindqvist in #plots: @Ada but here']);
  await ada.page.getByRole('link', { name: 'plots' }).click();
  await expect.poll(() => cards(ada.page)).toEqual([]);
  await ada.page.getByRole('link', { name: 'general' }).click();

  await ada.page.getByRole('button', { name: /Change your status/ }).click();
  await ada.page.getByRole('button', { name: 'Do not disturb' }).click();
  await expect(ada.page.getByRole('button', { name: /Do not disturb/ })).toBeVisible();
  await bo.writesIn(plots, `${call} not now`);
  await expect(ada.page.getByRole('button', { name: /^Inbox, \d+ for you/ })).toBeVisible();
  expect(await cards(ada.page)).toEqual([]);
});
