/** Pictures of screens, for people to look at, and what a program can judge about them. */
import { expect, type Page } from '@playwright/test';
import { expectAccessible } from './axe';
import { settled } from './settled';

const FOLDER = 'screenshots';
const PHONE = { width: 390, height: 844 };

/** A picture, once nothing moves any more. */
export async function picture(page: Page, name: string): Promise<void> {
  await settled(page);
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
  const cut = await page.evaluate(() =>
    Array.from(document.querySelectorAll('dialog[open], .button'))
      .filter(({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth)
      .map(({ outerHTML }) => outerHTML.slice(0, 160)),
  );
  expect(cut, 'does not fit where it stands').toEqual([]);
}

/** No line of text reaches over or under the control, row or bar it stands in. */
export async function expectUncut(page: Page): Promise<void> {
  const cut = await page.evaluate(() => {
    const SLACK_PX = 2;
    const found: string[] = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let text = texts.nextNode(); text; text = texts.nextNode()) {
      const words = text.textContent?.trim() ?? '';
      const frame = text.parentElement?.closest('button, a, label, [role=option], .room-bar, .me');
      if (words === '' || !frame?.checkVisibility({ visibilityProperty: true })) continue;
      if (text.parentElement?.closest('.only-heard, [data-hue], mark')) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      const line = range.getBoundingClientRect();
      const box = frame.getBoundingClientRect();
      const inline = getComputedStyle(frame).display === 'inline';
      if (line.height === 0 || inline) continue;
      const over = Math.max(box.top - line.top, line.bottom - box.bottom);
      if (over > SLACK_PX) found.push(`${words.slice(0, 40)}: ${Math.round(over)} px`);
    }
    return found;
  });
  expect(cut).toEqual([]);
}

/** A screen in both themes: axe finds nothing wrong, and a picture is taken of each. */
export async function showHere(page: Page, name: string): Promise<void> {
  for (const [chosen, rules] of [
    ['light', 'all'],
    ['dark', 'colours'],
  ] as const) {
    await theme(page, chosen);
    await picture(page, `${name}-${chosen}`);
    await expectAccessible(page, rules);
  }
  await expectFits(page);
}

/** A screen in both themes, also in a window as narrow as a phone. */
export async function show(page: Page, name: string): Promise<void> {
  await showHere(page, name);
  const wide = page.viewportSize();
  if (!wide) throw new Error('the page has no size');
  await page.setViewportSize(PHONE);
  await showHere(page, `${name}-narrow`);
  await page.setViewportSize(wide);
}
