import { expect, test } from '@playwright/test';
import { write } from '../support/history';
import { Person } from '../support/person';
import { show } from '../support/pictures';
import { Server } from '../support/server';

// Dozens of pictures, and axe over each of them.
test.setTimeout(240_000);

/** Every screen before the door is accessible in light and dark, and says what it has to say. */
test('screens before the door', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const stranger = await Person.arrives(browser, 'Bo');
  try {
    const { page } = stranger;
    // Without the link, from the very machine, the form is there as well.
    await page.goto(server.address);
    await expect(page.getByRole('heading', { name: 'Set up Parlor' })).toBeVisible();
    await expect(page).toHaveTitle(/^Set up · /);
    await show(page, 'setup');
    await ada.setsUp(server);

    await page.goto(server.address);
    await expect(page).toHaveURL(/\/login$/);
    await expect(page).toHaveTitle(/^Sign in · /);
    await page.getByLabel('User name or e-mail').fill('ada');
    await page.getByLabel('Password', { exact: true }).fill('wrong horse');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await expect(page.getByRole('alert')).toHaveText(/name or the password is not right/);
    await show(page, 'login');

    await page.goto(`${server.address}/signup`);
    await expect(page.getByRole('heading', { name: 'You need an invite' })).toBeVisible();
    await show(page, 'signup-by-invite');

    await page.goto(`${server.address}/invite/nothing-like-it`);
    await expect(page.getByRole('heading', { name: 'no longer good' })).toBeVisible();
    await show(page, 'invite-gone');

    const link = await ada.invites();
    await page.goto(link);
    await expect(page.getByText('Ada invites you')).toBeVisible();
    await page.getByLabel('User name').fill('Ada');
    await page.getByLabel('Password', { exact: true }).fill('copper lantern over wet slate');
    await page.getByRole('button', { name: /^Join / }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    await show(page, 'invite');
  } finally {
    await ada.leaves();
    await stranger.leaves();
    await server.stop();
  }
});

/** Where registration is closed, that is said, also to who holds an invite. */
test('registration is closed', async ({ browser }) => {
  const server = await Server.start({ PARLOR_ACCOUNTS__REGISTRATION: 'closed' });
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.page.goto(`${server.address}/signup`);
    await expect(bo.page.getByRole('heading', { name: 'Registration is closed' })).toBeVisible();
    await show(bo.page, 'signup-closed');
    await bo.page.goto(await ada.invites());
    await expect(bo.page.getByText(/^Registration is closed/)).toBeVisible();
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** Where anybody may join, anybody can. */
test('registration is open', async ({ browser }) => {
  const server = await Server.start({ PARLOR_ACCOUNTS__REGISTRATION: 'open' });
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.page.goto(server.address);
    await bo.page.getByRole('link', { name: 'Make an account' }).click();
    await show(bo.page, 'signup-open');
    await bo.makesAccount('Make the account');
    await bo.isIn();
    await bo.says('hello');
    await ada.sees('hello');
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** The main screen and all that opens over it, in light and dark. */
test('screens behind the door', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo Lindqvist');
  try {
    await ada.setsUp(server);
    const { page } = ada;
    await expect(page).toHaveTitle(/^#general · /);
    await show(page, 'empty');
    await expect(page.getByRole('link', { name: /^Lounge ?, voice/ })).toBeVisible();

    await bo.page.goto(await ada.invites());
    await bo.page.getByLabel('User name').fill('bo');
    await bo.page.getByLabel('Display name (optional)').fill('Bo Lindqvist');
    await bo.page.getByLabel('Password', { exact: true }).fill('copper lantern over wet slate');
    await bo.page.getByRole('button', { name: /^Join / }).click();
    await bo.isIn();
    await write(server, 'bo', [
      'The water is off at the top tap until Monday. I put the old butt by the shed, help yourselves.',
      'And the frost cloth is in the blue box, not the red one.',
    ]);
    await write(server, 'ada', [
      'My sensor agrees. Here is what it says:\nsoil moisture 41 %, air 6 °C\nhttps://example.org/plots/7/moisture',
      '🌧️🌱',
    ]);
    await bo.says('@Ada can you bring the key on Tuesday?');
    await bo.says('No hurry.');
    await ada.sees('No hurry.');
    await bo.reacts('🌧️🌱', 'thumbs up');
    await ada.reacts('🌧️🌱', 'thumbs up');
    await bo.reacts('🌧️🌱', 'seedling');
    await expect(ada.reaction('🌧️🌱', '🌱')).toBeVisible();
    await ada.composer.focus();
    await ada.message('No hurry.').hover();
    await show(page, 'conversation');

    await ada.uses('React', 'No hurry.');
    await expect(page.getByRole('combobox', { name: 'Search emoji' })).toBeFocused();
    await show(page, 'picker');
    await page.getByRole('combobox', { name: 'Search emoji' }).fill('qqq');
    await expect(page.getByText('No emoji is called that.')).toBeVisible();
    await page.keyboard.press('Escape');

    await ada.composer.press('ArrowUp');
    await expect(page.getByRole('textbox', { name: 'Edit message' })).toBeFocused();
    await show(page, 'editing');
    await page.getByRole('textbox', { name: 'Edit message' }).fill('');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('dialog', { name: 'Delete this message?' })).toBeVisible();
    await show(page, 'delete');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await ada.sees('🌧️🌱');

    await page.getByRole('button', { name: 'Invite people' }).click();
    await show(page, 'invite-dialog');
    await page.getByRole('button', { name: 'Make a link' }).click();
    await page.getByRole('button', { name: 'Copy' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied).toBe(await page.getByLabel('Invite link').inputValue());
    await show(page, 'invite-link');
    await page.keyboard.press('Escape');

    await page.goto(`${server.address}/channels/123`);
    await expect(page.getByRole('heading', { name: 'This channel is not here' })).toBeVisible();
    await show(page, 'no-channel');
    await page.getByRole('link', { name: 'Go to the first channel' }).click();
    await ada.isIn();

    await server.kill();
    await expect(page.getByText(/^Reconnecting/)).toBeVisible();
    await ada.says('written without a server');
    await show(page, 'reconnecting');
    await server.up();
    await ada.comesBack();
    await ada.sees('written without a server');
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** The whole way by keyboard alone: to a message, through its tools, to an emoji, and back. */
test('by keyboard', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const { page } = ada;
    // One may write at once where one arrives.
    await expect(ada.composer).toBeFocused();
    await page.keyboard.type('first');
    await page.keyboard.press('Enter');
    await ada.says('second');
    await ada.sees('second');
    await expect(ada.composer).toBeFocused();
    // Back from the composer, past the files: the tools come with the focus, the messages are one stop.
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await expect(ada.message('second')).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(ada.message('first')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(ada.message('first').getByRole('button', { name: 'React' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('combobox', { name: 'Search emoji' })).toBeFocused();
    await page.keyboard.type('rocket');
    await page.keyboard.press('Enter');
    await expect(ada.reaction('first', '🚀')).toHaveAttribute('aria-pressed', 'true');
    await ada.message('first').focus();
    await page.keyboard.press('e');
    await page.keyboard.type(' indeed');
    await page.keyboard.press('Enter');
    await ada.sees('first indeed');
    await expect(ada.composer).toBeFocused();
    await ada.message('second').focus();
    await page.keyboard.press('Delete');
    await expect(page.getByRole('dialog').getByRole('button', { name: 'Delete' })).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(ada.message('second')).toHaveCount(0);
  } finally {
    await ada.leaves();
    await server.stop();
  }
});
