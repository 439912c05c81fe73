import { execFileSync } from 'node:child_process';
import { expect, type Page } from '@playwright/test';
import { Script } from '../support/history';
import { test } from '../support/house';
import { show, showHere } from '../support/pictures';
import { Hand } from '../support/places';
import type { Server } from '../support/server';

/** Where the settings of the first space are. */
async function settingsOf(server: Server): Promise<string> {
  const { general } = await Script.signsIn(server, 'ada');
  return `${server.address}/spaces/${general.spaceId ?? ''}/settings`;
}

async function save(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('group', { name: 'Unsaved changes' })).toBeHidden();
}

/** Opens the list of what can be done with somebody, and does one of it. */
async function does(page: Page, who: string, what: string): Promise<void> {
  // What was asked before has its answer, and the focus is back where it came from.
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByRole('button', { name: `What to do with ${who}` }).click();
  await page.getByRole('button', { name: what }).click();
}

/** A role is made, given rights and given to somebody, who may at once what it gives. */
test('a role', async ({ server, ada, bo }) => {
  test.slow();
  await expect(bo.page.getByRole('button', { name: 'Invite people' })).toBeHidden();

  const { page } = ada;
  await page.goto(`${await settingsOf(server)}/roles`);
  await expect(page.getByRole('heading', { name: '@everyone' })).toBeVisible();
  await page.getByRole('button', { name: 'Make a role' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'New role' })).toBeVisible();
  await page.getByText('Name and colour').click();
  await page.getByLabel('Name', { exact: true }).fill('Helper');
  await page.getByRole('radio', { name: 'Violet' }).check({ force: true });
  await show(page, 'space-role-look');
  await page.getByText('Permissions', { exact: true }).click();
  await page.getByLabel('Find a permission').fill('invite');
  await page.getByRole('switch', { name: 'Invite people' }).check();
  await page.getByLabel('Find a permission').fill('');
  await save(page);
  await show(page, 'space-role-permissions');
  await page.getByText('Members', { exact: true }).last().click();
  await expect(page.getByText('Nobody holds this role yet.')).toBeVisible();
  await page.getByRole('button', { name: 'Give it to somebody…' }).click();
  await showHere(page, 'space-role-picker');
  await page.getByRole('dialog').getByRole('button', { name: /^Bo/ }).click();
  await expect(page.getByRole('button', { name: 'Take the role from Bo' })).toBeVisible();
  // Bo may invite from this moment on.
  await expect(bo.page.getByRole('button', { name: 'Invite people' })).toBeVisible();
  await page.getByRole('button', { name: 'Take the role from Bo' }).click();
  await expect(bo.page.getByRole('button', { name: 'Invite people' })).toBeHidden();

  // Their order changes by the arrow keys and by hand.
  await page.getByRole('button', { name: 'Make a role' }).click();
  await expect(page.getByRole('heading', { level: 2, name: 'New role' })).toBeVisible();
  const roles = page.getByRole('list', { name: 'Roles, the highest first' });
  await expect(roles.getByRole('link')).toHaveText(['Helper', 'New role']);
  await page.getByRole('button', { name: /^Move New role/ }).press('ArrowUp');
  await expect(roles.getByRole('link')).toHaveText(['New role', 'Helper']);
  const grip = await page.getByRole('button', { name: /^Move New role/ }).boundingBox();
  if (!grip) throw new Error('there is nothing to take hold of');
  await page.mouse.move(grip.x + 8, grip.y + 8);
  await page.mouse.down();
  await page.mouse.move(grip.x + 8, grip.y + 70, { steps: 4 });
  await page.mouse.up();
  await expect(roles.getByRole('link')).toHaveText(['Helper', 'New role']);

  await page.getByText('Name and colour').click();
  await page.getByRole('button', { name: 'Delete this role…' }).click();
  await page.getByRole('button', { name: 'Delete the role' }).click();
  await expect(roles.getByRole('link')).toHaveText(['Helper']);
});

/** A channel is taken from everyone's sight, and given back to one of them. */
test('who may what in a channel', async ({ server, ada, bo }) => {
  test.slow();
  const { page } = ada;
  await page.goto(`${await settingsOf(server)}/channels`);
  await expect(page.getByRole('heading', { level: 2, name: 'general' })).toBeVisible();
  await page.getByRole('switch', { name: 'Private channel' }).click();
  await expect(bo.composer).toBeHidden();

  await page.getByRole('button', { name: 'Add somebody…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Bo/ }).click();
  const see = page.getByRole('group', { name: 'See the channel, for Bo' });
  await see.getByRole('radio', { name: 'Yes' }).check({ force: true });
  const write = page.getByRole('group', { name: 'Write messages, for Bo' });
  await write.getByRole('radio', { name: 'No' }).check({ force: true });
  await show(page, 'space-channel');
  await save(page);
  await bo.page.reload();
  await expect(bo.page.getByRole('link', { name: /general/ })).toBeVisible();
  await page.reload();
  await page.getByRole('button', { name: 'Bo', exact: true }).click();
  await expect(see.getByRole('radio', { name: 'Yes' })).toBeChecked();
  await expect(write.getByRole('radio', { name: 'No' })).toBeChecked();
  await page.getByRole('button', { name: 'Remove Bo' }).click();
  await save(page);
  await expect(page.getByRole('button', { name: 'Bo', exact: true })).toBeHidden();
});

/** Somebody is renamed, timed out, banned and let in again, and all of it stands in the audit log. */
test('members and bans', async ({ server, ada, bo }) => {
  test.slow();
  await bo.says('hello');
  const settings = await settingsOf(server);
  const { page } = ada;
  await page.goto(`${settings}/members`);
  await page.getByLabel('Find somebody').fill('bo');
  await expect(page.getByText('1 found')).toBeVisible();
  await does(page, 'Bo', 'Nickname');
  await page.getByLabel('Nickname').fill('Bo the gardener');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(
    bo.page.getByRole('complementary', { name: 'Members' }).getByText('Bo the gardener'),
  ).toBeVisible();
  await does(page, 'Bo the gardener', 'Time out');
  await page.getByLabel('For how long').selectOption('1 hour');
  await showHere(page, 'space-timeout');
  await page.getByRole('dialog').getByRole('button', { name: 'Time out' }).click();
  await expect(page.getByText(/^Timed out until/)).toBeVisible();
  await show(page, 'space-members');
  await does(page, 'Bo the gardener', 'End the time-out');
  await expect(page.getByText(/^Timed out until/)).toBeHidden();

  await does(page, 'Bo the gardener', 'Ban');
  await page.getByLabel('Reason (optional)').fill('Sells what is not his');
  await page.getByRole('dialog').getByRole('button', { name: 'Ban' }).click();
  await expect(page.getByText('Nobody here is called that.')).toBeVisible();
  await expect(bo.composer).toBeHidden();

  await page.getByRole('link', { name: 'Bans' }).click();
  await expect(page.getByText('Sells what is not his')).toBeVisible();
  await show(page, 'space-bans');
  await page.getByRole('button', { name: 'Lift the ban of Bo' }).click();
  await page.getByRole('button', { name: 'Lift the ban', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Nobody is banned' })).toBeVisible();

  await page.getByRole('link', { name: 'Audit log' }).click();
  const log = page.getByRole('region', { name: 'Audit log' });
  await expect(log.getByText('Reason: Sells what is not his')).toBeVisible();
  await expect(log.getByText('Ada banned Bo')).toBeVisible();
  await show(page, 'space-audit');
  await page.getByLabel('What', { exact: true }).selectOption('Member timed out');
  await expect(log.getByRole('listitem')).toHaveCount(2);
});

/** An invite is made, drawn for cameras, and revoked: then it lets nobody in. */
test('invites', async ({ server, arrives, ada }) => {
  test.slow();
  const bo = await arrives('Bo');
  const { page } = ada;
  await page.goto(`${await settingsOf(server)}/invites`);
  await page.getByLabel('How many can use it').selectOption('5 people');
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('Invite link').inputValue();
  await page.getByRole('button', { name: 'Show a QR code' }).click();
  await expect(page.getByRole('img', { name: 'QR code of the invite link' })).toBeVisible();
  await showHere(page, 'space-invite-qr');
  await page.keyboard.press('Escape');
  await expect(page.getByText(/^Used 0 of 5 times/)).toBeVisible();
  await show(page, 'space-invites');
  await page.getByRole('button', { name: /^Revoke the invite/ }).click();
  await page.getByRole('button', { name: 'Revoke the invite', exact: true }).click();
  await expect(page.getByText(/^None can be used now/)).toBeVisible();
  await bo.page.goto(link);
  await expect(bo.page.getByRole('heading', { name: /invite/i })).toBeVisible();
  await expect(bo.page.getByRole('button', { name: /^Join/ })).toBeHidden();
});

/** A space is renamed for everybody, and ends for everybody. Who may not, is not offered it. */
test('a space as a whole', async ({ server, ada, bo }) => {
  test.slow();
  const settings = await settingsOf(server);
  const { page } = ada;
  await page.goto(settings);
  await page.getByLabel('Name', { exact: true }).fill('The allotment by the river');
  await page.getByLabel('Description').fill('Plots, weather, whose turn it is with the key.');
  await show(page, 'space-overview');
  await save(page);
  await expect(bo.page).toHaveTitle(/The allotment by the river/);

  await bo.page.goto(settings);
  await expect(bo.page.getByLabel('Name', { exact: true })).toBeDisabled();
  await expect(bo.page.getByRole('link', { name: 'Delete the space' })).toBeHidden();
  await expect(bo.page.getByRole('link', { name: 'Audit log' })).toBeHidden();
  await show(bo.page, 'space-overview-member');
  await bo.page.getByRole('link', { name: 'Roles' }).click();
  await expect(bo.page.getByRole('switch', { name: 'Write messages' })).toBeDisabled();
  await bo.page.goto(`${server.address}/admin`);
  await expect(bo.page.getByText('This is for who runs the server')).toBeVisible();
  await bo.page.goto(settings);

  await page.getByRole('link', { name: 'Delete the space' }).click();
  await show(page, 'space-delete');
  await page.getByRole('button', { name: /^Delete The allotment by the river…/ }).click();
  const end = page.getByRole('button', { name: 'Delete it for good' });
  await expect(end).toBeDisabled();
  await page.getByLabel(/^Type The allotment/).fill('The allotment by the river');
  await showHere(page, 'space-delete-dialog');
  await end.click();
  await expect(page).not.toHaveURL(/settings/);
  await expect(bo.page).not.toHaveURL(/settings/);
});

/** Who runs the server changes it for everybody, and helps or shuts out one. */
test('the server', async ({ server, arrives, ada, bo }) => {
  test.slow();
  const cy = await arrives('Cy');
  await cy.page.goto(server.address);
  await expect(cy.page.getByRole('link', { name: 'Make an account' })).toBeHidden();

  const { page } = ada;
  await page.goto(`${server.address}/admin`);
  await page.getByLabel('Name', { exact: true }).fill('Riverside');
  await page.getByLabel('Who may make an account').selectOption('Anybody');
  await show(page, 'admin-general');
  await save(page);
  await cy.page.reload();
  await expect(cy.page.getByRole('heading', { name: 'Sign in to Riverside' })).toBeVisible();
  await expect(cy.page.getByRole('link', { name: 'Make an account' })).toBeVisible();

  await page.getByRole('link', { name: 'Accounts' }).click();
  await page.getByLabel('Find somebody').fill('bo');
  await expect(page.getByText('1 found')).toBeVisible();
  await does(page, 'Bo', 'Reset link…');
  await page.getByRole('button', { name: 'Make the link' }).click();
  const link = await page.getByRole('textbox', { name: 'Reset link' }).inputValue();
  await showHere(page, 'admin-reset-link');
  await page.keyboard.press('Escape');
  await cy.page.goto(link);
  await expect(cy.page.getByLabel('New password', { exact: true })).toBeVisible();

  await does(page, 'Bo', 'Disable…');
  await page.getByRole('button', { name: 'Disable Bo' }).click();
  await expect(page.getByText('Disabled')).toBeVisible();
  await expect(bo.page.getByText(/^This account is disabled/)).toBeVisible();
  await page.getByLabel('Find somebody').fill('');
  await expect(page.getByText('2 accounts')).toBeVisible();
  await show(page, 'admin-accounts');
  await page.getByRole('link', { name: 'Limits' }).click();
  await expect(page.getByText('limits.message_chars_max')).toBeVisible();
  await show(page, 'admin-limits');
  await page.getByLabel('Find a limit').fill('pins');
  await expect(page.getByText('limits.pins_per_channel_max')).toBeVisible();
  await expect(page.getByText('limits.message_chars_max')).toBeHidden();
  await page.getByRole('link', { name: 'Storage' }).click();
  await expect(page.getByText('SQLite, a file in the data folder')).toBeVisible();
  await expect(page.getByText('0 files')).toBeVisible();
  await show(page, 'admin-storage');
  await page.getByRole('link', { name: 'Health' }).click();
  await expect(page.getByText('Ready', { exact: true })).toBeVisible();
  await show(page, 'admin-health');
});

/** A space gets another owner, who may do what the one before may no longer. */
test('handing over a space', async ({ server, arrives, ada }) => {
  test.slow();
  const bo = await arrives('Bo');
  const link = await ada.invites();
  await bo.joinsBy(link);
  const cy = await Hand.joins(server, 'cy', 'Cy Lindqvist-Ångström of the lower meadow', link);
  const hand = await Hand.of(server, 'ada');
  const settings = await settingsOf(server);
  await bo.page.goto(settings);
  await expect(bo.page.getByRole('link', { name: 'Hand over the space' })).toBeHidden();

  const { page } = ada;
  await page.goto(`${settings}/hand-over`);
  await show(page, 'space-hand-over-empty');
  await page.getByRole('button', { name: 'Choose a member…' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: /^Ada/ })).toBeHidden();
  await dialog.getByLabel('Find somebody').fill('nobody');
  await expect(dialog.getByText(/nobody is called that/)).toBeVisible();
  await dialog.getByLabel('Find somebody').fill('lindqvist');
  await dialog.getByRole('button', { name: /^Cy/ }).press('Enter');
  await show(page, 'space-hand-over');

  // Meanwhile they may not have it any more.
  const seat = `/spaces/${hand.space}/members/${cy.me.id}`;
  await hand.does('PATCH', seat, { timeoutUntil: new Date(Date.now() + 3_600_000) });
  await page.getByRole('button', { name: 'Hand it over…' }).click();
  const over = dialog.getByRole('button', { name: 'Hand it over', exact: true });
  await expect(over).toBeDisabled();
  await dialog.getByLabel(/^Type Parlor/).fill('Parlor');
  await over.click();
  await expect(dialog.getByRole('alert')).toContainText('not silenced here');
  await showHere(page, 'space-hand-over-refused');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Change…' }).click();
  await expect(dialog.getByRole('button', { name: /timed out here$/ })).toBeDisabled();
  await show(page, 'space-hand-over-picker');
  await dialog.getByRole('button', { name: /^Bo/ }).click();
  await page.getByRole('button', { name: 'Hand it over…' }).click();
  await dialog.getByLabel(/^Type Parlor/).fill('Parlor');
  await over.press('Enter');
  await expect(page.getByText('Parlor belongs to Bo now.').last()).toBeVisible();
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Delete the space' })).toBeHidden();

  await bo.page.getByRole('link', { name: 'Audit log' }).click();
  await expect(bo.page.getByText('Ada handed the space over to Bo')).toBeVisible();
  await expect(bo.page.getByRole('link', { name: 'Hand over the space' })).toBeVisible();
});

/** What is done in running the server stands in a log of its own, also what the operator does. */
test('the log of the server', async ({ server, ada }) => {
  test.slow();
  const bo = await Hand.joins(server, 'bo', 'Bo', await ada.invites());
  const { page } = ada;
  await page.goto(`${server.address}/admin/audit-log`);
  await expect(page.getByRole('heading', { name: 'Nothing has happened yet' })).toBeVisible();
  await show(page, 'admin-audit-empty');

  const hand = await Hand.of(server, 'ada');
  const account = `/admin/users/${bo.me.id}`;
  await hand.does('PATCH', account, { admin: true });
  for (let turn = 0; turn < 25; turn += 1) {
    await hand.does('PATCH', account, { disabled: true });
    await hand.does('PATCH', account, { disabled: false });
  }
  await hand.does('POST', `${account}/logout-all`);
  await hand.does('PATCH', '/admin/settings', { name: 'Riverside', registration: 'open' });
  const reset = ['user', 'reset-password', 'bo', '--data-dir', server.folder];
  execFileSync(process.env['PARLOR_BIN'] ?? '', reset, { stdio: 'ignore' });

  await page.reload();
  const log = page.getByRole('region', { name: 'Audit log' });
  const rows = log.getByRole('listitem');
  await expect(rows.first()).toContainText('The operator at the machine gave Bo another password');
  await expect(rows.nth(1)).toContainText('Who may make an account: Anybody');
  await expect(rows).toHaveCount(50);
  await expect(log.getByText('The newest 50 entries')).toBeVisible();
  await show(page, 'admin-audit');
  await page.getByRole('button', { name: 'Look further back' }).press('Enter');
  await expect(rows).toHaveCount(54);
  await expect(rows.last()).toContainText('Ada made Bo an admin');
  await expect(page.getByRole('button', { name: 'Look further back' })).toBeHidden();
  await page.getByLabel('By whom').selectOption('The operator at the machine');
  await expect(rows).toHaveCount(1);
  await expect(log.getByText('1 entry')).toBeVisible();
  // The whole log is looked through, also what was never shown.
  await page.reload();
  await expect(rows).toHaveCount(50);
  await page.getByLabel('What', { exact: true }).selectOption('Admin named');
  await expect(rows).toHaveCount(1);
  await expect(rows.first()).toContainText('Ada made Bo an admin');
  await page.getByLabel('Up to').fill('2020-01-01');
  await expect(log.getByText('No entry is like that.')).toBeVisible();
  await show(page, 'admin-audit-filtered');
  await log.getByRole('button', { name: 'Show all' }).click();
  await expect(rows).toHaveCount(50);
});
