import { expect } from '@playwright/test';
import { picture } from '../support/files';
import { test as house } from '../support/house';
import { show } from '../support/pictures';
import { Site } from '../support/site';

/** A house that looks links up, and a site in it that may be asked. */
const test = house.extend<{ site: Site }>({
  // oxlint-disable-next-line no-empty-pattern
  site: async ({}, use) => {
    const site = await Site.opens();
    await use(site);
    await site.closes();
  },
  settings: async ({ site }, use) => {
    await use({ PARLOR_EMBEDS__ENABLED: 'true', PARLOR_OUTBOUND__ALLOW: site.host });
  },
});

const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüssel';

/** What a link leads to comes below the message, for everybody; who wrote it takes it away again. */
test('links are previewed', async ({ site, ada, bo }) => {
  test.slow();
  const shed = await picture(ada.page, 'shed.png', 1_200, 630);
  const mark = await picture(ada.page, 'mark.png', 256, 256);
  site.says('/shed.png', 'image/png', shed.buffer);
  site.says('/mark.png', 'image/png', mark.buffer);
  const article = site.page('/frogs', 'Frogs of the pond', {
    site_name: 'The Pond',
    description: 'Where they live, what they eat, and why they are heard at night.',
    image: '/shed.png',
  });
  await ada.says(`Look at ${article}`);
  const message = bo.log.getByRole('article').filter({ hasText: 'Look at' });
  const card = message.getByRole('group', { name: 'Frogs of the pond' });
  await expect(card).toContainText(`The Pond · ${site.host}`);
  await expect(card).toContainText('heard at night');
  const title = card.getByRole('link', { name: 'Frogs of the pond' });
  await expect(title).toHaveAttribute('href', article);
  await expect(message).not.toContainText('(edited)');
  // Its place has the shape of the picture before that is there, and it opens like a file.
  const still = card.getByRole('button', { name: 'Show Frogs of the pond' });
  const place = await still.boundingBox();
  expect((place?.width ?? 0) / (place?.height ?? 1)).toBeCloseTo(1_200 / 630, 1);
  await expect(card.locator('img')).toHaveJSProperty('complete', true);
  await still.click();
  const large = bo.page.getByRole('dialog', { name: 'Frogs of the pond' });
  await expect(large.locator('img')).toBeVisible();
  await bo.page.keyboard.press('Escape');
  await expect(still).toBeFocused();

  const arabic = site.page('/rtl', 'ضفادع البركة وأصواتها في الليل', {
    description: 'أين تعيش الضفادع وماذا تأكل',
    image: '/mark.png',
  });
  const long = site.page('/long', `${LONG} `.repeat(4), { description: `${LONG} `.repeat(20) });
  await ada.says(`Three: ${arabic} ${long} http://${site.host}/shed.png`);
  const three = bo.log.getByRole('article').filter({ hasText: 'Three:' });
  await expect(three.locator('.embed')).toHaveCount(3);
  await expect(three.locator('.embed img')).toHaveCount(2);
  await show(bo.page, 'embeds');
  await title.scrollIntoViewIfNeeded();
  await show(bo.page, 'embeds-first');

  // Nobody's browser asked the site: the server did.
  expect(site.asked.length).toBeGreaterThan(0);
  expect(site.asked.filter(({ agent }) => /Mozilla|Chrome/.test(agent))).toEqual([]);

  // Bo may not take them away; Ada may, after a question.
  await expect(three.getByRole('button', { name: /^Remove the/ })).toHaveCount(0);
  const mine = ada.log.getByRole('article').filter({ hasText: 'Three:' });
  await ada.page.mouse.move(0, 0);
  await expect(mine.getByRole('button', { name: /^Show/ })).toHaveCount(2);
  await expect(mine.getByRole('button', { name: /^Show/ }).first()).toBeVisible();
  await mine.getByRole('button', { name: 'Remove the previews' }).click();
  const question = ada.page.getByRole('dialog', { name: 'Remove the 3 previews?' });
  await expect(question).toBeVisible();
  await show(ada.page, 'embeds-remove');
  await question.getByRole('button', { name: 'Remove' }).click();
  await expect(question).toBeHidden();
  await expect(mine.locator('.embed')).toHaveCount(0);
  await expect(three.locator('.embed')).toHaveCount(0);
  await bo.page.reload();
  await bo.isIn();
  await expect(three).toBeVisible();
  await expect(three.locator('.embed')).toHaveCount(0);
  await expect(card).toBeVisible();

  // Who looks after the channel may, whoever wrote it.
  await bo.says(`Mine: ${site.page('/mine', 'What Bo found')}`);
  const his = bo.log.getByRole('group', { name: 'What Bo found' });
  await expect(his.getByRole('button', { name: 'Remove the preview' })).toBeVisible();
  const theirs = ada.log.getByRole('group', { name: 'What Bo found' });
  await theirs.getByRole('button', { name: 'Remove the preview' }).click();
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(theirs).toHaveCount(0);
  await expect(his).toHaveCount(0);
});
