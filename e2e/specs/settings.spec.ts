import { expect, test } from '@playwright/test';
import { Person, PASSWORD } from '../support/person';
import { show, showHere } from '../support/pictures';
import { Server } from '../support/server';

/** A picture of one colour, as a file somebody chooses. */
const PICTURE = {
  name: 'me.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
};

/** What somebody changes of themself, others see at once. */
test('profile', async ({ browser }) => {
  // Many pictures are taken on the way.
  test.slow();
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.joinsBy(await ada.invites());
    await ada.says('who am I?');
    await bo.sees('who am I?');

    const { page } = ada;
    await page.getByRole('button', { name: 'Settings' }).click();
    await expect(page).toHaveURL(/\/settings$/);
    await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();
    await show(page, 'settings-profile');
    await page.getByLabel('Display name').fill('Ada Lovelace');
    await page.getByLabel('What you are up to').fill('Counting');
    await page.getByLabel('For how long').selectOption('4 hours');
    await page.locator('input[type=file]').setInputFiles(PICTURE);
    await expect(page.getByAltText('What was chosen')).toBeVisible();
    // Going elsewhere waits until it is saved.
    await page.getByRole('link', { name: 'Devices' }).click();
    await expect(page.getByText('Save or reset your changes first.')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page).toHaveURL(/\/settings$/);
    await show(page, 'settings-unsaved');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page.getByRole('group', { name: 'Unsaved changes' })).toBeHidden();
    await expect(page.getByText(/^Shown until/)).toBeVisible();
    await expect(bo.message('who am I?')).toContainText('Ada Lovelace');
    const seen = bo.message('who am I?').locator('.avatar img');
    await expect
      .poll(() => seen.evaluate((picture) => (picture as HTMLImageElement).naturalWidth))
      .toBeGreaterThan(0);

    await page.getByRole('group', { name: 'Your picture' }).getByText('Remove').click();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(
      page.getByRole('group', { name: 'Your picture' }).getByText('Choose a picture'),
    ).toBeVisible();
    await expect(seen).toHaveCount(0);
    await page.keyboard.press('Escape');
    await ada.isIn();
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** E-mail and password, each judged by the server. */
test('e-mail and password', async ({ browser }) => {
  // Many pictures are taken on the way.
  test.slow();
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const { page } = ada;
    await page.goto(`${server.address}/settings/account`);
    await page.getByLabel('E-mail address').fill('ada@example.org');
    await page.getByRole('button', { name: 'Change the address' }).click();
    await expect(page.getByText('Your address is changed.')).toBeVisible();

    await page.getByLabel('Current password', { exact: true }).fill('not the password');
    await page.getByLabel('New password', { exact: true }).fill('seven grey geese at noon');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByText('This is not your current password.')).toBeVisible();
    await show(page, 'settings-account');
    await page.getByLabel('Current password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Change password' }).click();
    await expect(page.getByText(/^Your password is changed/)).toBeVisible();
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** The theme is kept on this device; addresses lead back and forward through the pages. */
test('appearance and addresses', async ({ browser }) => {
  // Many pictures are taken on the way.
  test.slow();
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const { page } = ada;
    await page.goto(`${server.address}/settings/appearance`);
    await expect(page.getByRole('heading', { name: 'Theme' })).toBeVisible();
    await show(page, 'settings-appearance');
    await page.getByText('Dark', { exact: true }).click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
    await page.reload();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

    await page.getByRole('link', { name: 'Devices' }).click();
    await expect(page.getByText('this device')).toBeVisible();
    await show(page, 'settings-devices');
    await page.getByRole('link', { name: 'Notifications' }).click();
    await page.getByLabel('Parlor', { exact: true }).selectOption('Only what mentions me');
    await show(page, 'settings-notifications');
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'Devices' })).toBeVisible();
    await page.goForward();
    await expect(page.getByLabel('Parlor', { exact: true })).toHaveValue('mentions');
    await page.reload();
    await expect(page.getByLabel('Parlor', { exact: true })).toHaveValue('mentions');
    await page.goto(`${server.address}/settings/nothing`);
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** An account ends with its password, and what was written stays as by nobody. */
test('delete the account', async ({ browser }) => {
  // Many pictures are taken on the way.
  test.slow();
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await ada.page.goto(`${server.address}/settings/delete`);
    await expect(ada.page.getByText(/You own this server/)).toBeVisible();
    await ada.page.goto(server.address);
    await ada.isIn();
    await bo.joinsBy(await ada.invites());
    await bo.says('remember me');
    await ada.sees('remember me');

    const { page } = bo;
    await page.goto(`${server.address}/settings/delete`);
    await show(page, 'settings-delete');
    await page.getByRole('button', { name: 'Delete my account…' }).click();
    await page.getByLabel('Your password').fill('not the password');
    await page.getByRole('button', { name: 'Delete it for good' }).click();
    await expect(page.getByText('This is not your password.')).toBeVisible();
    await page.getByLabel('Your password').fill(PASSWORD);
    await showHere(page, 'settings-delete-dialog');
    await page.getByRole('button', { name: 'Delete it for good' }).click();
    await expect(page.getByRole('heading', { name: /^Sign in/ })).toBeVisible();
    await expect(ada.page.getByRole('complementary', { name: 'Members' })).not.toContainText('Bo');
    await ada.sees('remember me');
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** On a phone the list comes first, and each page leads back to it. */
test('settings on a phone', async ({ browser }) => {
  const server = await Server.start();
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const ada = await Person.arrives(browser, 'Ada', phone);
  try {
    await ada.setsUp(server);
    const { page } = ada;
    await page.goto(`${server.address}/settings`);
    await expect(page.getByRole('heading', { level: 1 })).toBeHidden();
    await showHere(page, 'settings-phone-list');
    await page.getByRole('link', { name: 'Profile' }).tap();
    await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeFocused();
    await showHere(page, 'settings-phone-page');
    await page.getByRole('link', { name: 'All of Settings' }).tap();
    await page.getByRole('button', { name: 'Close' }).tap();
    await ada.isIn();
  } finally {
    await ada.leaves();
    await server.stop();
  }
});
