import { expect, type Browser, type Page } from '@playwright/test';
import { table, type Figure } from '../support/figures';
import { Gauge } from '../support/gauge';
import { Script } from '../support/history';
import { test } from '../support/house';
import { Person } from '../support/person';
import type { Server } from '../support/server';

/** As many as the goals speak of. */
const MESSAGES = 10_000;
const LETTERS = 120;
const LOADS = 15;
const TURNS = 150;

/** From here on a browser calls a task long, in milliseconds. */
const LONG_MS = 50;

test.use({
  settings: {
    PARLOR_LIMITS__SENDS_PER_5_S: '100000',
    PARLOR_LIMITS__CHANGES_PER_10_S: '100000',
  },
});

test('the web client', async ({ browser, server, ada }) => {
  const script = await Script.signsIn(server, 'ada');
  await ada.page.goto('about:blank');
  await script.writesAtOnce(
    Array.from({ length: MESSAGES }, (_, index) => `entry ${index} of a **long** past`),
  );
  const bare = await ada.opensAnotherWindow();
  // The policy of the client's own pages would not let this one be written.
  await bare.setContent('<textarea autofocus rows="1"></textarea>');
  await ada.page.goto(server.address);
  await ada.isIn();

  const loads = await opening(browser, server);
  await ada.page.bringToFront();
  const typed = await typing(ada.page, '#composer');
  await bare.bringToFront();
  const typedBare = await typing(bare, 'textarea');
  await ada.page.bringToFront();
  const scrolled = await scrolling(ada.page);

  const figures: Figure[] = [
    {
      what: 'cold load to the first channel drawn',
      unit: 'ms',
      samples: loads.channel,
      floor: loads.icon,
      goal: 'under 1,000 ms',
    },
    {
      what: 'a letter typed to the frame after it',
      unit: 'ms',
      samples: typed.paint,
      floor: typedBare.paint,
      goal: 'p95 under 16 ms',
    },
    {
      what: 'processor time of the page for a letter',
      unit: 'ms',
      samples: typed.work,
      floor: typedBare.work,
      goal: '-',
    },
    {
      what: 'processor time of the page for a turn of the wheel',
      unit: 'ms',
      samples: scrolled.work,
      floor: null,
      goal: '-',
    },
    {
      what: `tasks over ${LONG_MS} ms in ${TURNS} turns of the wheel`,
      unit: '',
      samples: [scrolled.long.length],
      floor: null,
      goal: 'none',
    },
  ];
  process.stdout.write(`\n${table(figures)}\n\n`);
  expect(scrolled.rows).toBeLessThan(200);
});

/** Each time in a browser that has nothing of the client yet, but a session of its own. */
async function opening(browser: Browser, server: Server) {
  const channel: number[] = [];
  const icon: number[] = [];
  for (let turn = 0; turn < LOADS; turn += 1) {
    // Signed in elsewhere: this browser has the session, and nothing of the client.
    const before = await Person.arrives(browser, 'Ada');
    await before.signsIn(server);
    const storageState = await before.context.storageState();
    await before.leaves();
    const context = await browser.newContext({ storageState });
    const page = await context.newPage();
    await page.goto(`${server.address}/icon.svg`);
    icon.push(await page.evaluate(() => performance.now()));
    await page.addInitScript(() => {
      const look = new MutationObserver(() => {
        if (!document.querySelector('[data-row]')) return;
        look.disconnect();
        requestAnimationFrame(() => performance.mark('drawn'));
      });
      look.observe(document, { subtree: true, childList: true });
    });
    await page.goto(server.address);
    await page.locator('[data-row]').first().waitFor();
    await page.evaluate(() => new Promise(requestAnimationFrame));
    channel.push(
      await page.evaluate(() => performance.getEntriesByName('drawn')[0]?.startTime ?? Number.NaN),
    );
    await context.close();
  }
  return { channel, icon };
}

/** A letter at a time, each when the one before is on the screen. */
async function typing(page: Page, field: string) {
  const gauge = await Gauge.on(page);
  await page.locator(field).focus();
  await page.evaluate(() => {
    const painted: number[] = [];
    Object.assign(window, { painted });
    addEventListener(
      'keydown',
      ({ timeStamp }) =>
        requestAnimationFrame(() => {
          // What is posted in a frame comes after it was painted.
          const { port1, port2 } = new MessageChannel();
          port1.addEventListener('message', () => painted.push(performance.now() - timeStamp));
          port1.start();
          port2.postMessage(null);
        }),
      { capture: true },
    );
  });
  const paintedIn = (): number[] => (window as unknown as { painted: number[] }).painted;
  const work: number[] = [];
  for (let at = 0; at < LETTERS; at += 1) {
    work.push(
      await gauge.work(async () => {
        await page.keyboard.press(at % 6 === 5 ? 'Space' : 'e');
        await page.waitForFunction(
          (count) => (window as unknown as { painted: number[] }).painted.length > count,
          at,
        );
      }),
    );
  }
  return { work, paint: await page.evaluate(paintedIn) };
}

/** Up through the past, as far as the wheel goes. */
async function scrolling(page: Page) {
  const gauge = await Gauge.on(page);
  await page.evaluate(() => {
    const long: number[] = [];
    Object.assign(window, { long });
    new PerformanceObserver((seen) => {
      for (const { duration } of seen.getEntries()) long.push(duration);
    }).observe({ type: 'longtask' });
  });
  await page.getByRole('log').hover();
  const work: number[] = [];
  let rows = 0;
  for (let turn = 0; turn < TURNS; turn += 1) {
    work.push(
      await gauge.work(async () => {
        await page.mouse.wheel(0, -600);
        await page.evaluate(() => new Promise(requestAnimationFrame));
      }),
    );
    rows = Math.max(rows, await page.locator('[data-row]').count());
  }
  const long = await page.evaluate(() => (window as unknown as { long: number[] }).long);
  return { work, rows, long };
}
