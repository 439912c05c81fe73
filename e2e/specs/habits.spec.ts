import { expect } from '@playwright/test';
import { test } from '../support/house';
import { Hand } from '../support/places';
import { show, showHere } from '../support/pictures';

// Many pictures, and axe over each of them.
test.setTimeout(240_000);

/** Hands that learned elsewhere find what they look for. */
test('emoji by the names people know', async ({ ada }) => {
  const { page } = ada;
  // What is closed by a colon is an emoji at once; in code it stays what it is.
  await ada.composer.pressSequentially(':ta');
  await expect(page.getByRole('option', { name: /party popper.*:tada:/ })).toBeVisible();
  await ada.composer.pressSequentially('da: and :+1: but `:tada:`');
  await expect(ada.composer).toHaveValue('🎉 and 👍 but `:tada:`');
  await ada.composer.press('Enter');
  await expect(ada.log.getByText('🎉 and 👍 but :tada:')).toBeVisible();
  // What is pasted becomes one when it is sent.
  await ada.says('hooray :rocket:');
  await ada.sees('hooray 🚀');

  // The picker has every one of them, by their kinds.
  await page.getByRole('button', { name: 'Insert an emoji' }).click();
  const picker = page.getByRole('dialog', { name: 'Emoji' });
  await picker.getByRole('button', { name: 'Flags', exact: true }).click();
  await expect(picker.getByRole('option', { name: 'flag: Chad' })).toBeAttached();
  await expect(picker.getByRole('option', { name: 'chequered flag' })).toBeInViewport();
  await showHere(page, 'emoji-kinds');
  await page.keyboard.type('germany');
  await page.keyboard.press('Enter');
  await expect(ada.composer).toHaveValue('🇩🇪');
});

test('the right button', async ({ ada, bo }) => {
  await bo.says('shall we?');
  await ada.sees('shall we?');
  const { page } = ada;
  const row = ada.message('shall we?');
  const asked = { button: 'right', position: { x: 300, y: 20 } } as const;
  await row.click(asked);
  const menu = page.getByRole('group', { name: 'Message', exact: true });
  await expect(menu).toBeVisible();
  await showHere(page, 'message-menu');
  // It opens where it was asked for, and goes without a trace.
  const at = await menu.boundingBox();
  const from = await row.boundingBox();
  expect(Math.abs((at?.x ?? 0) - (from?.x ?? 0) - 300)).toBeLessThan(12);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await row.click(asked);
  await menu.getByRole('button', { name: 'Reply' }).click();
  await expect(page.getByText('Answering Bo')).toBeVisible();
  await page.keyboard.press('Escape');
  // The menu key does the same; chosen words are the browser's.
  await row.focus();
  await page.keyboard.press('ContextMenu');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  const text = row.locator('.text');
  await text.dblclick({ position: { x: 10, y: 5 } });
  await text.click({ button: 'right', position: { x: 10, y: 5 } });
  await expect(menu).toBeHidden();
});

test('who reacted', async ({ ada, bo }) => {
  await bo.says('six o’clock');
  await bo.reacts('six o’clock', 'rocket');
  await ada.sees('six o’clock');
  const reaction = ada.reaction('six o’clock', '🚀');
  await reaction.hover();
  await expect(reaction).toHaveAccessibleName('🚀, 1 person: Bo');
  await showHere(ada.page, 'who-reacted');
  // Once another comes, both are named.
  await reaction.click();
  await ada.page.mouse.move(0, 0);
  await reaction.hover();
  await expect(reaction).toHaveAccessibleName(/2 people, you too: Ada and Bo/);
});

/** One space needs no rail; its menu makes the second. */
test('one space, and another', async ({ ada }) => {
  const { page } = ada;
  const rail = page.getByRole('list', { name: 'Spaces' });
  await expect(rail).toBeHidden();
  await page.getByRole('button', { name: 'Menu of Parlor' }).click();
  await page.getByRole('button', { name: 'Make a space' }).click();
  await page.getByLabel('Name').fill('Allotment');
  await page.getByRole('button', { name: 'Make it' }).click();
  await expect(rail.getByRole('link', { name: 'Allotment' })).toBeVisible();
});

/** Names longer than their place lose their end, from whichever side one reads. */
test('names that are too long', async ({ server, ada, bo }) => {
  const hand = await Hand.of(server, 'bo');
  await hand.does('PATCH', '/users/me', {
    displayName: 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren',
  });
  await bo.says('found by everybody');
  await ada.sees('found by everybody');
  const { page } = ada;
  await page.keyboard.press('Control+f');
  await page.keyboard.type('found');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('link', { name: /found by everybody/ })).toBeVisible();
  await show(page, 'long-names');
  const panel = page.getByRole('complementary', { name: 'Search' });
  expect(await panel.evaluate((side) => side.scrollWidth - side.clientWidth)).toBe(0);
  await page.keyboard.press('Escape');
  await page.goto(`${server.address}/settings/appearance`);
  await page.getByRole('radio', { name: 'العربية' }).focus();
  await page.keyboard.press('Space');
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await page.goto(server.address);
  const name = page.locator('.member .name .one-line', { hasText: 'Wolfe' });
  await expect(name).toBeVisible();
  expect(await name.evaluate((line) => getComputedStyle(line).direction)).toBe('ltr');
  await showHere(page, 'long-names-arabic');
});

/** In a space of thousands not everybody is read; who is called has a name all the same. */
test('people who were not read', async ({ ada, bo }) => {
  const { page } = ada;
  // As if there were more members than a list holds.
  await page.route(/members\?limit=/, (route) =>
    route.fulfill({ json: { items: [], hasMore: true, presences: [] } }),
  );
  const asked: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('members?ids=')) asked.push(request.url());
  });
  await bo.says('before @bo and @ada');
  await bo.says('again @bo');
  await bo.sees('again @Bo');
  await page.reload();
  await ada.sees('before @Bo and @Ada');
  await ada.sees('again @Bo');
  await bo.says('and live @bo');
  await ada.sees('and live @Bo');
  expect(asked).toHaveLength(1);
});

/** A picture is cut to the square that one wants, by hand or by keys. */
test('the square of a picture', async ({ ada }) => {
  const { page } = ada;
  // Left red, right blue.
  const wide = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 600;
    canvas.height = 200;
    const drawn = canvas.getContext('2d');
    if (!drawn) throw new Error('nothing draws here');
    drawn.fillStyle = '#c00';
    drawn.fillRect(0, 0, 300, 200);
    drawn.fillStyle = '#00c';
    drawn.fillRect(300, 0, 300, 200);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  const file = { name: 'me.jpg', mimeType: 'image/png', buffer: Buffer.from(wide, 'base64') };
  await page.getByRole('button', { name: 'Settings', exact: true }).click();
  // A page with an address of its own, which a narrow window shows, too.
  await page.getByRole('link', { name: 'Profile' }).click();
  const dialog = page.getByRole('dialog', { name: 'What of it shall be seen?' });
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(dialog.getByLabel('Size')).toBeFocused();
  const use = dialog.getByRole('button', { name: 'Use it' });
  await expect(use).toBeEnabled();
  await show(page, 'crop');
  // By keys to the right end, and larger.
  await dialog.getByLabel('To the side').focus();
  await page.keyboard.press('End');
  await use.click();
  await expect(dialog).toBeHidden();
  const shown = page.getByRole('group', { name: 'Your picture' }).getByRole('img');
  const colour = (): Promise<number[]> =>
    shown.evaluate((picture) => {
      const canvas = document.createElement('canvas');
      const drawn = canvas.getContext('2d');
      drawn?.drawImage(picture as HTMLImageElement, 0, 0);
      return [...(drawn?.getImageData(5, 5, 1, 1).data.slice(0, 3) ?? [])];
    });
  await expect.poll(colour).toEqual([0, 0, 204]);
  // By hand, pulled from the middle to the left end.
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(use).toBeEnabled();
  const frame = dialog.locator('.crop-frame');
  const box = await frame.boundingBox();
  if (!box) throw new Error('there is no frame');
  await page.mouse.move(box.x + 20, box.y + 100);
  await page.mouse.down();
  await page.mouse.move(box.x + 20 + 2 * box.width, box.y + 100, { steps: 4 });
  await page.mouse.up();
  await use.click();
  await expect.poll(colour).toEqual([204, 0, 0]);
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByRole('group', { name: 'Unsaved changes' })).toBeHidden();
  // Given up, nothing has changed.
  await page.locator('input[type=file]').setInputFiles(file);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('group', { name: 'Unsaved changes' })).toBeHidden();
});
