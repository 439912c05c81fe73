import { expect } from '@playwright/test';
import { Gauge, type Held } from '../support/gauge';
import { Script } from '../support/history';
import { test } from '../support/house';

test.use({
  settings: {
    PARLOR_ACCOUNTS__REGISTRATION: 'open',
    PARLOR_LIMITS__SENDS_PER_5_S: '100000',
    PARLOR_LIMITS__CHANGES_PER_10_S: '100000',
  },
});

/** Messages on the page at any time. */
const ROWS_MAX = 200;

/** After thousands of messages have come and gone, a page may hold this much more: noise. */
const GROWN_MAX: Held = { heap: 1_000_000, nodes: 400, listeners: 40 };

/** One that lets the caret be seen, and what the field needs to be as high as its text. */
const LAYOUTS_A_LETTER_MAX = 4;

const LETTERS = 'what somebody writes while others read';

const entries = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `entry ${from + index}`);

/** Ten thousand messages: a window of them is on the page, one gets anywhere, and nothing piles up. */
test('a long past and a busy present', async ({ server, ada }) => {
  test.setTimeout(420_000);
  const { page } = ada;
  const rows = page.locator('[data-row]');
  const few = async (): Promise<void> => expect(await rows.count()).toBeLessThan(ROWS_MAX);
  const bo = await Script.joins(server, 'bo', 'Bo');
  await page.goto('about:blank');
  const early = await bo.writes('the very first', 'the second');
  await bo.writesAtOnce(entries(0, 6_500));
  await page.goto(server.address);
  await ada.isIn();

  // An hour passes in the channel that is on the screen.
  const gauge = await Gauge.on(page);
  const hour = async (from: number, to: number): Promise<void> => {
    const last = `this is ${to}`;
    await bo.bustles(entries(from, to));
    await bo.writes(last);
    await expect(ada.message(last)).toBeInViewport({ timeout: 60_000 });
    await few();
  };
  // What runs often is compiled in its first quarter, and that takes room once.
  await hour(6_500, 8_000);
  const before = await gauge.held();
  await hour(8_000, 10_000);
  await expect(async () => {
    const now = await gauge.held();
    for (const what of ['heap', 'nodes', 'listeners'] as const) {
      expect(now[what] - before[what], what).toBeLessThan(GROWN_MAX[what]);
    }
  }).toPass({ timeout: 60_000 });

  // Writing in it moves nothing else.
  await ada.composer.focus();
  await ada.composer.pressSequentially('first');
  const changes = await page.evaluateHandle(() => {
    const seen: string[] = [];
    const look = new MutationObserver((records) => {
      for (const { target } of records) {
        const element = target instanceof Element ? target : target.parentElement;
        if (!element?.closest('.composer')) seen.push(element?.className ?? target.nodeName);
      }
    });
    look.observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
    return seen;
  });
  const layouts = await gauge.layouts(() => ada.composer.pressSequentially(LETTERS));
  expect(await changes.jsonValue()).toEqual([]);
  expect(layouts / LETTERS.length).toBeLessThanOrEqual(LAYOUTS_A_LETTER_MAX);
  await ada.composer.fill('');

  // Up through it, and to its beginning.
  await ada.log.hover();
  for (let turn = 0; turn < 12; turn += 1) {
    await page.mouse.wheel(0, -3_000);
    await few();
  }
  await expect(rows.first()).toBeVisible();
  await page.goto(`${server.address}/channels/${early.channelId}/messages/${early.id}`);
  await expect(ada.message('the second')).toHaveClass(/lit/);
  await expect(ada.message('the very first')).toBeVisible();
  await few();
  // News come at the present; here they are only counted.
  await bo.writes('news');
  await expect(page.getByRole('button', { name: '1 new message', exact: true })).toBeVisible();
  // It is not further up.
  await expect(page.getByText(/further up/)).toBeHidden();
  await page.locator('.to-present').click();
  await expect(ada.message('news')).toBeInViewport();
  await few();
});
