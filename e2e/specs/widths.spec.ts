import { expect, type Locator } from '@playwright/test';
import { test } from '../support/house';
import { showHere } from '../support/pictures';

const widthOf = async (place: Locator): Promise<number> => (await place.boundingBox())?.width ?? 0;

/** The sides are as wide as one wants them, by hand and by keys, and stay so. */
test('as wide as one wants', async ({ ada }) => {
  const { page } = ada;
  const side = page.getByRole('navigation', { name: 'Channels' });
  const members = page.getByRole('complementary', { name: 'Members' });
  const edge = page.getByRole('separator', { name: 'Width of the channels' });
  const other = page.getByRole('separator', { name: 'Width of the members' });
  const [before, beside] = [await widthOf(side), await widthOf(members)];

  const box = await edge.boundingBox();
  if (!box) throw new Error('the edge is nowhere');
  const x = box.x + box.width / 2;
  await page.mouse.move(x, 400);
  await page.mouse.down();
  await page.mouse.move(x + 80, 420, { steps: 4 });
  await page.mouse.up();
  await expect.poll(() => widthOf(side)).toBeCloseTo(before + 80, 0);
  await other.focus();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => widthOf(members)).toBeCloseTo(beside + 16, 0);
  await showHere(page, 'widths');

  await page.reload();
  await ada.isIn();
  expect(await widthOf(side)).toBeCloseTo(before + 80, 0);
  expect(await widthOf(members)).toBeCloseTo(beside + 16, 0);

  // Neither goes away, nor takes the room of what one reads.
  await edge.focus();
  await page.keyboard.press('End');
  await expect(edge).toHaveAttribute('aria-valuenow', '416');
  await page.keyboard.press('Home');
  await expect(edge).toHaveAttribute('aria-valuenow', '192');
  await edge.dblclick();
  await expect.poll(() => widthOf(side)).toBeCloseTo(before, 0);
});

/** A question mark shows the keys, unless somebody is writing one. */
test('a question mark', async ({ ada }) => {
  const { page } = ada;
  await ada.composer.pressSequentially('why?');
  await expect(ada.composer).toHaveValue('why?');
  await ada.composer.press('Enter');
  // The row of what is on its way gives its place to that of what has arrived.
  await ada.sees('why?');
  await ada.message('why?').focus();
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible();
});
