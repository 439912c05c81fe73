import { expect, test } from '@playwright/test';
import { Person } from '../support/person';
import { Server } from '../support/server';

/** Logging out in one window signs the other out too, because its socket is closed. */
test('log out closes both windows', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const other = await ada.opensAnotherWindow();
    const closed = new Promise<void>((resolve) => {
      other.on('websocket', (socket) => socket.on('close', () => resolve()));
    });
    await other.goto(server.address);
    await expect(other.getByRole('textbox', { name: 'Message general' })).toBeVisible();
    // Both are live: what one says, the other hears.
    await ada.says('in both windows');
    await expect(other.getByRole('article').getByText('in both windows')).toBeVisible();

    await ada.page.getByRole('button', { name: 'Settings' }).click();
    await ada.page.getByRole('button', { name: 'Log out', exact: true }).click();
    await expect(ada.page.getByRole('heading', { name: /^Sign in/ })).toBeVisible();

    await closed;
    await expect(other.getByRole('heading', { name: /^Sign in/ })).toBeVisible();
    await expect(other.getByText('You were signed out.')).toBeVisible();
    // Nothing of the session is left: also a fresh page asks who this is.
    await other.reload();
    await expect(other.getByRole('heading', { name: /^Sign in/ })).toBeVisible();

    await ada.signsIn(server);
    await ada.sees('in both windows');
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** Both windows of a browser live on one refresh cookie: reloading them together signs nobody out. */
test('two windows reload at once', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const other = await ada.opensAnotherWindow();
    await other.goto(server.address);
    for (let round = 0; round < 3; round += 1) {
      await Promise.all([ada.page.reload(), other.reload()]);
      await ada.isIn();
      await expect(other.getByRole('textbox', { name: 'Message general' })).toBeVisible();
    }
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** Devices are listed, and one can sign another out. */
test('sign another device out', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const laptop = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    await laptop.signsIn(server);
    await ada.page.goto(`${server.address}/settings/devices`);
    const devices = ada.page.getByRole('region', { name: 'Devices' });
    await expect(devices.getByRole('listitem')).toHaveCount(2);
    await devices.getByRole('button', { name: /^Sign out/ }).click();
    await expect(devices.getByRole('listitem')).toHaveCount(1);
    await expect(laptop.page.getByRole('heading', { name: /^Sign in/ })).toBeVisible();
  } finally {
    await ada.leaves();
    await laptop.leaves();
    await server.stop();
  }
});
