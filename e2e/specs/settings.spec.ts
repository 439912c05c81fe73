import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { get } from 'node:http';
import { inflateRawSync } from 'node:zlib';
import { expect } from '@playwright/test';
import type { Ticket } from '../../frontend/src/protocol';
import { Script } from '../support/history';
import { test } from '../support/house';
import { PASSWORD } from '../support/person';
import { show, showHere } from '../support/pictures';
import { Hand } from '../support/places';
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
test('profile', async ({ ada, bo }) => {
  // Many pictures are taken on the way.
  test.slow();
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
  await page.getByRole('button', { name: 'Use it' }).click();
  await expect(page.getByAltText('What was chosen')).toBeVisible();
  // Going elsewhere waits until it is saved.
  await page.getByRole('link', { name: 'Devices' }).click();
  await expect(page.getByText('Save or reset your changes first.')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/settings$/);
  await page.goBack();
  await expect(page).toHaveURL(/\/settings$/);
  await expect(page.getByLabel('Display name')).toHaveValue('Ada Lovelace');
  await expect(page.getByText('Save or reset your changes first.')).toBeVisible();
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
  // With nothing to lose, the way back is free.
  await page.goBack();
  await ada.isIn();
});

/** E-mail and password, each judged by the server. */
test('e-mail and password', async ({ server, ada }) => {
  // Many pictures are taken on the way.
  test.slow();
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
});

/** The theme is kept on this device; addresses lead back and forward through the pages. */
test('appearance and addresses', async ({ server, ada }) => {
  // Many pictures are taken on the way.
  test.slow();
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
});

/** An account ends with its password, and what was written stays as by nobody. */
test('delete the account', async ({ server, ada, bo }) => {
  // Many pictures are taken on the way.
  test.slow();
  await ada.page.goto(`${server.address}/settings/delete`);
  await expect(ada.page.getByText(/You own this server/)).toBeVisible();
  await ada.page.goto(server.address);
  await ada.isIn();
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
});

/** On a phone the list comes first, and each page leads back to it. */
test('settings on a phone', async ({ server, arrives }) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
  const ada = await arrives('Ada', phone);
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
});

/** A file of a zip (APPNOTE 4.3.7): what is packed says itself where it ends. */
function unpacked(zip: Buffer, name: string): string {
  const head = zip.indexOf(name) - 30;
  expect(zip.toString('latin1', head, head + 4)).toBe('PK\u0003\u0004');
  const from = head + 30 + zip.readUInt16LE(head + 26) + zip.readUInt16LE(head + 28);
  return inflateRawSync(zip.subarray(from)).toString();
}

/** Begins to take along what is somebody's, and stops in the middle; gives the way out. */
async function takesHalf(server: Server, username: string): Promise<() => void> {
  const somebody = await Hand.of(server, username);
  const { ticket } = await somebody.does<Ticket>('POST', '/auth/ticket', { purpose: 'export' });
  const address = `${server.address}/api/v1/users/me/export?ticket=${ticket}`;
  return new Promise((resolve, reject) => {
    const request = get(address, (response) => {
      response.on('error', () => undefined);
      resolve(() => response.destroy());
    });
    request.on('error', reject);
  });
}

test.describe('two exports in an hour', () => {
  test.use({ settings: { PARLOR_LIMITS__EXPORTS_PER_HOUR: '2' } });

  /** Everything of one's own comes as a file, as often as one may, and then one is told when again. */
  test('taking along what is yours', async ({ server, ada }) => {
    test.slow();
    await ada.says('mine to keep');
    await ada.sees('mine to keep');
    const { page } = ada;
    await page.goto(`${server.address}/settings/export`);
    const button = page.getByRole('button', { name: 'Download the zip' });
    await expect(button).toBeVisible();
    await show(page, 'settings-export');
    const coming = page.waitForEvent('download');
    await button.press('Enter');
    const download = await coming;
    expect(download.suggestedFilename()).toBe('parlor-export.zip');
    const zip = await readFile(await download.path());
    expect(zip.toString('latin1', zip.length - 22, zip.length - 18)).toBe('PK\u0005\u0006');
    expect(JSON.parse(unpacked(zip, 'account.json'))).toMatchObject({ username: 'ada' });
    expect(unpacked(zip, 'messages.jsonl')).toContain('mine to keep');
    expect(unpacked(zip, 'README.txt')).not.toBe('');
    await expect(page.getByText(/^Your browser is saving/)).toBeVisible();
    await show(page, 'settings-export-saving');

    // Elsewhere the last one is taken: of that this window only hears when it asks.
    const elsewhere = await Hand.of(server, 'ada');
    const wanted = { purpose: 'export' };
    const { ticket } = await elsewhere.does<Ticket>('POST', '/auth/ticket', wanted);
    const answer = await fetch(`${server.address}/api/v1/users/me/export?ticket=${ticket}`);
    expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(0);
    const refused = page.waitForEvent('download');
    await button.click();
    expect(await (await refused).failure()).not.toBeNull();
    await page.getByRole('button', { name: 'My browser says it failed' }).click();
    await expect(page.getByText(/Try again at \d/)).toBeVisible();
    await expect(button).toBeDisabled();
    await show(page, 'settings-export-later');

    // It knows that it had as many as it may, so the server is asked first.
    await page.getByRole('link', { name: 'Profile' }).click();
    await page.getByRole('link', { name: 'Take along your data' }).click();
    await button.click();
    await expect(page.getByText(/Try again at \d/)).toBeVisible();
  });
});

test.describe('one export at once', () => {
  test.use({ settings: { PARLOR_LIMITS__EXPORTS_AT_ONCE_MAX: '1' } });

  /** A server that makes as many as it may says so, and makes another one later. */
  test('taking along from a busy server', async ({ server, ada, bo }) => {
    test.slow();
    // More than what a connection holds that nobody reads from.
    const buffer = randomBytes(24 * 1_024 * 1_024);
    const file = { name: 'noise.bin', mimeType: 'application/octet-stream', buffer };
    await bo.page.locator('input[type=file]').setInputFiles(file);
    await bo.says('listen');
    await ada.sees('listen');
    const leave = await takesHalf(server, 'bo');

    const { page } = ada;
    await page.goto(`${server.address}/settings/export`);
    const button = page.getByRole('button', { name: 'Download the zip' });
    const refused = page.waitForEvent('download');
    await button.click();
    expect(await (await refused).failure()).not.toBeNull();
    const ask = page.getByRole('button', { name: 'My browser says it failed' });
    await ask.click();
    await expect(page.getByRole('alert')).toContainText('too much to do');
    await show(page, 'settings-export-busy');

    leave();
    await expect(async () => {
      const coming = page.waitForEvent('download');
      await button.click();
      expect(await (await coming).failure()).toBeNull();
    }).toPass();
  });
});

/** Whose space it is cannot leave, and is led to where it is handed over. */
test('delete the account of an owner', async ({ server, bo }) => {
  test.slow();
  const { page } = bo;
  await page.goto(`${server.address}/settings/delete`);
  await expect(page.getByRole('button', { name: 'Delete my account…' })).toBeEnabled();
  await expect(page.getByRole('link', { name: /^Hand over/ })).toBeHidden();
  const script = await Script.signsIn(server, 'ada');
  const space = `/spaces/${script.general.spaceId ?? ''}`;
  await script.changes(space, { ownerId: await script.userId('bo') });

  await page.getByRole('button', { name: 'Delete my account…' }).click();
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Delete it for good' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('These spaces are yours');
  await expect(dialog.getByRole('link', { name: 'Hand over Parlor' })).toBeVisible();
  await showHere(page, 'settings-delete-refused');
  await page.keyboard.press('Escape');
  await show(page, 'settings-delete-owner');
  await page.getByRole('link', { name: 'Hand over Parlor' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Hand over the space' })).toBeVisible();
});
