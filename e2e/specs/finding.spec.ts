import { devices, expect } from '@playwright/test';
import { Script } from '../support/history';
import { test } from '../support/house';
import { Person } from '../support/person';
import { show, showHere } from '../support/pictures';

const PHONE = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } };

// Many pictures, and axe over each of them.
test.setTimeout(240_000);
test.use({ settings: { PARLOR_ACCOUNTS__REGISTRATION: 'open' } });

/** Ctrl+K goes anywhere and does anything, by keyboard alone. */
test('the palette', async ({ server, ada }) => {
  const owner = await Script.signsIn(server, 'ada');
  await owner.makesChannel('seed-swap');
  await owner.makesChannel('a-channel-whose-name-is-as-long-as-the-server-lets-anybody-make');
  const bo = await Script.joins(server, 'bo', 'Bo Lindqvist');
  await bo.writes('anybody here?');
  const { page } = ada;
  const palette = page.getByRole('dialog', { name: 'Find or jump to' });
  const field = palette.getByRole('combobox');
  const options = palette.getByRole('option');

  await ada.composer.focus();
  await page.keyboard.press('Control+k');
  await expect(field).toBeFocused();
  await expect(options.filter({ hasText: 'Keyboard shortcuts' })).toBeVisible();
  await show(page, 'palette');

  await page.keyboard.type('sdsw');
  await expect(options.first()).toHaveText(/seed-swap/);
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Enter');
  await expect(palette).toBeHidden();
  await expect(page.getByRole('heading', { name: 'seed-swap', level: 1 })).toBeVisible();

  // Where one was comes first, before anything is typed.
  await page.keyboard.press('Control+k');
  await expect(options.first()).toHaveText(/general/);
  await page.keyboard.type('@lind');
  await expect(options).toHaveCount(1);
  await show(page, 'palette-person');
  const before = page.url();
  await page.keyboard.press('Enter');
  await expect(page).not.toHaveURL(before);

  await page.getByRole('button', { name: 'Find or jump to' }).click();
  await page.keyboard.type('zzzz');
  await expect(palette.getByText('Nothing you can see is called that.')).toBeVisible();
  await show(page, 'palette-nothing');
  await field.fill('>dark');
  await page.keyboard.press('Enter');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');

  await page.keyboard.press('Control+/');
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await expect(sheet).toBeVisible();
  await show(page, 'shortcuts');
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
});

/** Words, conditions as chips, pages, and the way to the message in its context. */
test('search', async ({ server, ada }) => {
  const owner = await Script.signsIn(server, 'ada');
  const bo = await Script.joins(server, 'bo', 'Bo Lindqvist');
  const swap = await owner.makesChannel('seed-swap');
  await bo.writes('The frost cloth is in the blue box, see https://example.org/frost');
  for (let index = 0; index < 3; index += 1) {
    await bo.writes(...Array.from({ length: 6 }, (_, each) => `line ${index} ${each}`));
  }
  const { page } = ada;
  const panel = page.getByRole('complementary', { name: 'Search' });
  const field = panel.getByRole('combobox', { name: 'Search messages' });
  const finds = panel.getByRole('list', { name: 'Found messages' }).getByRole('listitem');

  await page.keyboard.press('Control+f');
  await expect(field).toBeFocused();
  await expect(panel.getByRole('option')).toHaveText([
    /^from:/,
    /^in:/,
    /^has:/,
    /^before:/,
    /^after:/,
  ]);
  await show(page, 'search');
  await field.fill('FRÖST clo');
  await expect(finds).toHaveCount(1);
  await expect(finds.locator('mark')).toHaveText(['frost', 'clo', 'frost']);
  await show(page, 'search-found');

  // Typed operators become chips, with a list of what could be meant.
  await field.fill('frost fr');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(field).toHaveValue('frost from:');
  await page.keyboard.type('lind');
  await expect(panel.getByRole('option')).toHaveText([/Bo Lindqvist/]);
  await show(page, 'search-suggestions');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('button', { name: 'from Bo Lindqvist, remove' })).toBeVisible();
  await expect(finds).toHaveCount(1);
  await field.pressSequentially('has:link in:general ');
  await expect(panel.getByRole('button', { name: /, remove$/ })).toHaveCount(3);
  await expect(finds).toHaveCount(1);
  await show(page, 'search-chips');
  await field.pressSequentially('in:seed-swap ');
  await expect(panel.getByText('Nothing was found')).toBeVisible();
  await show(page, 'search-nothing');
  await field.fill('');
  for (let chips = 3; chips > 0; chips -= 1) {
    await field.press('Backspace');
  }
  await expect(panel.getByText('Find what was said')).toBeVisible();
  await field.fill('from:nobody');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('alert')).toContainText('from:nobody');

  // What is deleted is found no more, at once.
  await field.fill('line 2 5');
  await expect(finds).toHaveCount(1);
  await page.goto(`${server.address}/channels/${swap.id}`);
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await field.fill('frost');
  await finds.getByRole('link').click();
  await expect(page).toHaveURL(/\/channels\/\d+\/messages\/\d+$/);
  await ada.sees('The frost cloth is in the blue box, see https://example.org/frost');
  // The panel stays where there is room, and Escape gives the focus back.
  await expect(finds).toHaveCount(1);
  await field.focus();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(panel).toBeHidden();
});

/** More than a page is read as it is wanted, and a server that is gone is said. */
test('search, page by page and without an answer', async ({ server, ada }) => {
  const owner = await Script.signsIn(server, 'ada');
  const texts = Array.from({ length: 30 }, (_, index) => `harvest ${index}`);
  await owner.writes(...texts.slice(0, 18));
  // Another channel has its own measure.
  const plots = await owner.makesChannel('plots');
  await owner.writesIn(plots, ...texts.slice(18));
  const { page } = ada;
  const panel = page.getByRole('complementary', { name: 'Search' });
  const finds = panel.getByRole('list', { name: 'Found messages' }).getByRole('listitem');
  await page.keyboard.press('Control+f');
  await page.keyboard.type('harvest');
  await expect(finds).toHaveCount(25);
  await panel.getByRole('button', { name: 'Show older' }).click();
  await expect(finds).toHaveCount(30);
  await expect(panel.getByText('30 messages, no more.')).toBeVisible();

  await server.kill();
  await page.keyboard.press('Control+f');
  await page.keyboard.type('x');
  await expect(panel.getByText('The search did not work')).toBeVisible();
  await show(page, 'search-failed');
  await server.up();
  await panel.getByRole('combobox').fill('harvest');
  await expect(finds).toHaveCount(25);
});

/** What is pinned is listed, live, and taken down by those who may. */
test('pins', async ({ server, ada, bo }) => {
  const owner = await Script.signsIn(server, 'ada');
  const board = (person: Person) =>
    person.page.getByRole('complementary', { name: 'Pinned messages' });
  const pins = (person: Person) => board(person).getByRole('listitem');
  for (const person of [ada, bo]) {
    await person.page.getByRole('button', { name: 'Pinned messages' }).click();
  }
  await expect(board(ada).getByText('Nothing is pinned here')).toBeVisible();
  await show(ada.page, 'pins-empty');

  await owner.pins(await owner.writes('The key is under the third pot.'));
  await owner.pins(await owner.writes('Water rota: <@' + owner.me.id + '> on **Mondays**'));
  for (const person of [ada, bo]) {
    await expect(pins(person)).toHaveText([/Water rota: @Ada on Mondays/, /under the third pot/]);
  }
  await show(ada.page, 'pins');
  await expect(pins(bo).getByRole('button', { name: /Unpin/ })).toHaveCount(0);
  await pins(ada).filter({ hasText: 'Water' }).getByRole('button', { name: /Unpin/ }).click();
  await expect(pins(bo)).toHaveText([/under the third pot/]);
  await pins(bo).getByRole('link').click();
  await expect(bo.page).toHaveURL(/\/messages\/\d+$/);
  await bo.sees('The key is under the third pot.');
});

/** What called somebody, and where something is new; read here is read everywhere. */
test('the inbox', async ({ server, ada }) => {
  const owner = await Script.signsIn(server, 'ada');
  const swap = await owner.makesChannel('seed-swap');
  const bo = await Script.joins(server, 'bo', 'Bo Lindqvist');
  const { page } = ada;
  const inbox = page.getByRole('complementary', { name: 'Inbox' });
  const lines = inbox.getByRole('list', { name: 'What called you' }).getByRole('listitem');

  await page.getByRole('button', { name: 'Inbox', exact: true }).click();
  await expect(inbox.getByText('Nothing waits for you')).toBeVisible();
  await show(page, 'inbox-empty');
  await bo.writesIn(swap, `<@${owner.me.id}> can you bring the key?`);
  await bo.writesIn(swap, 'No hurry.');
  await expect(lines).toHaveText([/Bo Lindqvist.*New: mentioned you in #seed-swap.*@Ada can you/]);
  await expect(page.getByRole('button', { name: 'Inbox, 1 for you' })).toBeVisible();
  await show(page, 'inbox');
  await inbox.getByText('Unread, 1').click();
  await expect(inbox.getByRole('link', { name: /seed-swap/ })).toBeVisible();
  await show(page, 'inbox-unread');
  await inbox.getByRole('button', { name: 'Mark read: seed-swap' }).click();
  await expect(inbox.getByText('You have read everything')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Inbox', exact: true })).toBeVisible();

  await bo.writesIn(swap, `<@${owner.me.id}> it is the one with the blue string`);
  await inbox.getByText('For you').click();
  await expect(lines).toHaveCount(2);
  await inbox.getByRole('button', { name: 'Mark all read' }).click();
  await expect(inbox.getByRole('button', { name: /^Mark/ })).toHaveCount(0);
  await lines.first().getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`/channels/${swap.id}/messages/`));
  await expect(ada.log).toContainText('the one with the blue string');
});

/** The same on a phone: each panel is a screen, and going somewhere closes it. */
test('finding on a phone', async ({ server, arrives }) => {
  const ada = await arrives('Ada', PHONE);
  await ada.setsUp(server);
  const owner = await Script.signsIn(server, 'ada');
  await owner.pins(await owner.writes('The frost cloth is in the blue box.'));
  const { page } = ada;
  await page.getByRole('button', { name: 'Search', exact: true }).tap();
  const panel = page.getByRole('complementary', { name: 'Search' });
  await panel.getByRole('combobox').fill('frost');
  await expect(panel.getByRole('listitem')).toHaveCount(1);
  await showHere(page, 'phone-search');
  await panel.getByRole('listitem').getByRole('link').tap();
  await expect(panel).toBeHidden();
  await ada.sees('The frost cloth is in the blue box.');

  await page.getByRole('button', { name: 'Pinned messages' }).tap();
  const board = page.getByRole('complementary', { name: 'Pinned messages' });
  await expect(board.getByRole('listitem')).toHaveCount(1);
  await showHere(page, 'phone-pins');
  await board.getByRole('button', { name: 'Close' }).tap();
  await expect(board).toBeHidden();

  await page.getByRole('button', { name: 'Channels' }).tap();
  await page.getByRole('button', { name: 'Find or jump to' }).tap();
  const palette = page.getByRole('dialog', { name: 'Find or jump to' });
  await palette.getByRole('combobox').fill('inb');
  await showHere(page, 'phone-palette');
  await palette.getByRole('option', { name: 'Inbox' }).tap();
  await expect(page.getByRole('complementary', { name: 'Inbox' })).toBeVisible();
  await showHere(page, 'phone-inbox');
});
