/** Pictures of screens, for people to look at, and what a program can judge about them. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './axe';

const FOLDER = 'screenshots';
const PHONE = { width: 390, height: 844 };

/** A picture, once nothing moves any more. */
async function picture(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${FOLDER}/${name}.png`, animations: 'disabled' });
}

async function theme(page: Page, chosen: string): Promise<void> {
  await page.evaluate((value) => {
    document.documentElement.dataset['theme'] = value;
  }, chosen);
}

/** Wide enough is exactly the window: nothing is cut off, nothing scrolls sideways. */
export async function expectFits(page: Page): Promise<void> {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBe(page.viewportSize()?.width);
}

/** A screen in both themes: axe finds nothing serious, and a picture is taken of each. */
export async function showHere(page: Page, name: string): Promise<void> {
  for (const chosen of ['light', 'dark']) {
    await theme(page, chosen);
    await picture(page, `${name}-${chosen}`);
    await expectAccessible(page);
  }
  await expectFits(page);
}

/** A screen in both themes, also in a window as narrow as a phone. */
export async function show(page: Page, name: string): Promise<void> {
  await showHere(page, name);
  const wide = page.viewportSize();
  if (!wide) throw new Error('the page has no size');
  await page.setViewportSize(PHONE);
  for (const chosen of ['dark', 'light']) {
    await theme(page, chosen);
    await picture(page, `${name}-narrow-${chosen}`);
  }
  await expectFits(page);
  await page.setViewportSize(wide);
}
