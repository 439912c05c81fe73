import { expect, test } from '@playwright/test';
import { write } from '../support/history';
import { Person } from '../support/person';
import { Server } from '../support/server';

/** Writing a past must not take longer than reading it. */
const UNHURRIED = { PARLOR_LIMITS__SENDS_PER_5_S: '1000' };

/** Scrolling up brings older pages, and nothing that is being read moves: not by them, not by news. */
test('reading back', async ({ browser }) => {
  const server = await Server.start(UNHURRIED);
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const texts = Array.from({ length: 160 }, (_, index) => `entry ${index}`);
    await write(server, 'ada', texts);
    await ada.page.reload();
    await ada.isIn();
    // The newest is in sight, at the bottom.
    await expect(ada.message('entry 159')).toBeInViewport();
    await expect(ada.message('entry 20')).toHaveCount(0);

    // Up, page by page, to the beginning.
    await ada.log.hover();
    await expect(async () => {
      await ada.page.mouse.wheel(0, -1_500);
      await expect(ada.page.getByText('This is where the conversation begins.')).toBeInViewport({
        timeout: 300,
      });
    }).toPass();
    for (const index of [0, 1, 50, 109, 110]) await ada.sees(`entry ${index}`);
    // A stretch of the past without a hole, and not all of it at once.
    const order = await ada.log.locator('.text').allTextContents();
    expect(order).toEqual(texts.slice(0, 150));

    // Down again to the present, which is read again on the way.
    await expect(async () => {
      await ada.page.mouse.wheel(0, 1_500);
      await expect(ada.message('entry 159')).toBeInViewport({ timeout: 300 });
    }).toPass();
    expect(await ada.log.locator('.text').allTextContents()).toEqual(texts.slice(10));

    // Somewhere in the middle, a message arrives: the line that is read stays where it is.
    const reading = ada.message('entry 80');
    await reading.evaluate((row) => row.scrollIntoView({ block: 'center' }));
    await ada.page.waitForFunction(() => document.querySelector('.to-present') !== null);
    const before = await reading.boundingBox();
    await write(server, 'ada', ['news from elsewhere']);
    await ada.sees('news from elsewhere');
    expect(await reading.boundingBox()).toEqual(before);
    await expect(ada.page.locator('.to-present')).toBeVisible();

    await ada.page.locator('.to-present').click();
    await expect(ada.message('news from elsewhere')).toBeInViewport();
    await expect(ada.page.locator('.to-present')).toBeHidden();
    // At the end, the newest stays in sight as it comes.
    await write(server, 'ada', ['and more']);
    await expect(ada.message('and more')).toBeInViewport();
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** A page that arrives above what is read leaves it where it is. */
test('older messages move nothing', async ({ browser }) => {
  const server = await Server.start(UNHURRIED);
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    await write(
      server,
      'ada',
      Array.from({ length: 120 }, (_, index) => `entry ${index}`),
    );
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await ada.page.route(/messages\?.*before=/, async (route) => {
      await held;
      await route.continue();
    });
    await ada.page.reload();
    await ada.isIn();
    await ada.message('entry 75').evaluate((row) => row.scrollIntoView({ block: 'start' }));
    await expect(ada.log).toHaveAttribute('aria-busy', 'true');
    const before = await ada.message('entry 75').boundingBox();
    release();
    await ada.sees('entry 60');
    // Browsers scroll by whole pixels.
    const after = await ada.message('entry 75').boundingBox();
    expect(Math.abs((after?.y ?? Infinity) - (before?.y ?? 0))).toBeLessThan(1);
  } finally {
    await ada.leaves();
    await server.stop();
  }
});
