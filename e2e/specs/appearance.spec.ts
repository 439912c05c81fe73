import { expect, type Page } from '@playwright/test';
import { expectReadable } from '../support/axe';
import { test } from '../support/house';
import { expectFits, expectUncut, picture } from '../support/pictures';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
const LONG = 'Donaudampfschifffahrtsgesellschaftskapitänskajütenschlüssel';

// Many pictures, and axe over some of them.
test.setTimeout(180_000);

/** Chooses on the page of its own. */
async function choose(page: Page, part: string, option: string): Promise<void> {
  await page.getByRole('group', { name: part }).getByText(option, { exact: true }).click();
}

/** Everything that is chosen is in force at once, and before anything else of the next visit. */
test('chosen on this device', async ({ server, ada }) => {
  const { page } = ada;
  const root = page.locator('html');
  await page.goto(`${server.address}/settings/appearance`);
  await expect(page.getByRole('heading', { name: 'Theme' })).toBeVisible();
  await picture(page, 'appearance-page');
  await choose(page, 'Contrast', 'High');
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await choose(page, 'Theme', 'Dark');
  await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(0, 0, 0)');
  await choose(page, 'Text size', 'Largest');
  await expect(root).toHaveCSS('font-size', '24px');
  await choose(page, 'Density', 'Compact');
  await choose(page, 'Reduced motion', 'On');
  const calm = root.evaluate((element) => getComputedStyle(element).getPropertyValue('--calm'));
  expect(parseFloat(await calm)).toBe(0);
  await picture(page, 'appearance-all-chosen');
  await expectReadable(page);

  // Without any of the client but the first script: it is right before the first paint.
  await page.route('**/assets/*.js', (route) => route.abort());
  await page.reload({ waitUntil: 'domcontentloaded' });
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(root).toHaveAttribute('data-contrast', 'more');
  await expect(root).toHaveCSS('font-size', '24px');
  await page.unroute('**/assets/*.js');

  await page.reload();
  await expect(page.getByRole('radio', { name: 'Largest' })).toBeChecked();
  await expect(page.getByRole('radio', { name: 'Compact' })).toBeChecked();
  for (const [part, option] of [
    ['Theme', 'System'],
    ['Contrast', 'System'],
    ['Text size', 'Normal'],
    ['Density', 'Cozy'],
    ['Reduced motion', 'System'],
  ] as const) {
    await choose(page, part, option);
  }
  expect(await page.evaluate(() => localStorage.getItem('parlor.looks'))).toBeNull();
});

/** What the system asks for is followed while the page is open, unless something else was chosen. */
test('as the system has it', async ({ server, ada }) => {
  await ada.says('as it comes');
  await ada.sees('as it comes');
  const { page } = ada;
  const body = page.locator('body');
  await expect(body).toHaveCSS('background-color', 'rgb(251, 250, 248)');
  await page.emulateMedia({ contrast: 'more', reducedMotion: 'reduce' });
  await expect(body).toHaveCSS('background-color', 'rgb(255, 255, 255)');
  await expect(page.locator('html')).toHaveAttribute('data-system', 'contrast stillness');
  await expect(ada.message('as it comes')).toHaveCSS('transition-duration', '0s');
  await page.emulateMedia({ contrast: 'no-preference', reducedMotion: 'no-preference' });
  await expect(ada.message('as it comes')).toHaveCSS('transition-duration', '0.18s');

  await page.emulateMedia({ forcedColors: 'active' });
  await picture(page, 'appearance-forced');
  await page.goto(`${server.address}/settings/appearance`);
  const chosen = page.getByRole('group', { name: 'Theme' }).getByText('System', { exact: true });
  await expect(chosen).toHaveCSS('outline-style', 'solid');
  await picture(page, 'appearance-forced-settings');
});

/** High contrast is read everywhere, and the largest text is cut nowhere. */
test('read by everybody', async ({ ada, bo }) => {
  await bo.says(`a word as long as a boat: ${LONG}`);
  await ada.says('**Bold**, `code`, a [link](https://example.org/), and @bo is called');
  await ada.sees(`a word as long as a boat: ${LONG}`);
  await ada.reacts(`a word as long as a boat: ${LONG}`, 'thumbs up');
  const { page } = ada;
  const looks = async (chosen: object): Promise<void> => {
    const kept = JSON.stringify(chosen);
    await page.evaluate((each) => localStorage.setItem('parlor.looks', each), kept);
    await page.reload();
    await ada.isIn();
    await expect(page.getByRole('article')).toHaveCount(2);
  };

  for (const theme of ['light', 'dark']) {
    await looks({ theme, contrast: 'more' });
    await picture(page, `appearance-contrast-${theme}`);
    await expectReadable(page);
  }
  await looks({ density: 'compact' });
  await picture(page, 'appearance-compact');
  for (const size of ['small', 'largest']) {
    for (const [window, viewport] of [
      ['phone', PHONE],
      ['desktop', DESKTOP],
    ] as const) {
      await page.setViewportSize(viewport);
      await looks({ size });
      await picture(page, `appearance-${size}-${window}`);
      await expectFits(page);
      await expectUncut(page);
    }
  }
});

/** On a phone, by touch, with the largest text. */
test('large in a hand', async ({ server, arrives }) => {
  const ada = await arrives('Ada', {
    viewport: PHONE,
    hasTouch: true,
    isMobile: true,
  });
  const { page } = ada;
  await page.addInitScript(() => localStorage.setItem('parlor.looks', '{"size":"largest"}'));
  await page.goto(`${server.address}/login`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await picture(page, 'appearance-largest-login');
  await expectFits(page);
  await expectUncut(page);
  await ada.setsUp(server);
  await ada.composer.fill(`a word as long as a boat: ${LONG}`);
  await page.getByRole('button', { name: 'Send' }).tap();
  await ada.sees(`a word as long as a boat: ${LONG}`);
  // The field is as high as what it says, which may be two lines.
  const hidden = await ada.composer.evaluate((field) => field.scrollHeight - field.clientHeight);
  expect(hidden).toBeLessThanOrEqual(1);
  await picture(page, 'appearance-largest-hand');
  await expectFits(page);
  await expectUncut(page);
  await page.getByRole('button', { name: 'Channels' }).click();
  await expect(page.getByRole('button', { name: 'Settings' })).toBeVisible();
  await picture(page, 'appearance-largest-channels');
  await expectUncut(page);
  for (const tab of ['appearance', 'notifications', 'account', 'devices']) {
    await page.goto(`${server.address}/settings/${tab}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await picture(page, `appearance-largest-${tab}`);
    await expectFits(page);
    await expectUncut(page);
  }
});
