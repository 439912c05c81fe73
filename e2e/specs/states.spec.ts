import { expect, test } from '@playwright/test';
import type { Sync } from '../../frontend/src/protocol';
import { Script } from '../support/history';
import { Person } from '../support/person';
import { show } from '../support/pictures';
import { Server } from '../support/server';

// Dozens of pictures, and axe over each of them.
test.setTimeout(240_000);

const PEOPLE = [
  'Bo Lindqvist',
  'Emilia Oyelaran-Castellanos de la Fuente y Montmorency-Featherstone',
  'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissen',
  '王小明',
  'محمد',
  '🦊',
];

const EMOJI = '👍 ❤️ 😂 🎉 👀 🙏 ✅ 🔥 🚀 🌱 🌧️ 🐝 🍅 🥕 🌻 🧤 🪴 🔑 📦 🕓'.split(' ');

/** Long names, long words, many people, many reactions, any script: everything stays in its place. */
test('a full house', async ({ browser }) => {
  const server = await Server.start({
    PARLOR_ACCOUNTS__REGISTRATION: 'open',
    PARLOR_LIMITS__SENDS_PER_5_S: '1000',
  });
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const scripts: Script[] = [];
    for (const [index, name] of PEOPLE.entries()) {
      scripts.push(await Script.joins(server, `person${index}`, name.slice(0, 64)));
    }
    for (const [index, script] of scripts.entries()) {
      await script.writes(
        `I am number ${index}, and I say something that is long enough to need a second line in most windows, as people do.`,
        'And one more.',
      );
    }
    const [bo] = scripts;
    await bo?.writes(
      `A word without an end: ${'x'.repeat(300)}`,
      `https://example.org/${'a-long-path/'.repeat(20)}`,
      '  indented\n    twice\n\nand an empty line',
      '<script>alert(1)</script> & <b>not bold</b>',
      '日本語のメッセージ、とても長いので折り返しが必要です。'.repeat(4),
    );
    const last = await bo?.writes('Twenty reactions, if you please.');
    if (last) await bo?.reacts(last, ...EMOJI);
    await ada.sees('Twenty reactions, if you please.');
    await ada.sees('<script>alert(1)</script> & <b>not bold</b>');
    await expect(ada.reaction('Twenty reactions, if you please.', '🕓')).toBeVisible();
    await show(ada.page, 'full');

    // The twenty-first is refused, and says why.
    await ada.reacts('Twenty reactions, if you please.', 'rocket');
    await expect(ada.reaction('Twenty reactions, if you please.', '🚀')).toHaveText(/2/);
    await ada.reacts('Twenty reactions, if you please.', 'wrench');
    await expect(ada.page.getByRole('region', { name: 'Notices' })).toBeVisible();
    await expect(ada.reaction('Twenty reactions, if you please.', '🔧')).toHaveCount(0);
    await show(ada.page, 'notice');
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** While something is read its place is held; when it cannot be, it says so and offers a way. */
test('loading and failing', async ({ browser }) => {
  const server = await Server.start({ PARLOR_LIMITS__SENDS_PER_5_S: '1000' });
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    // A browser that keeps nothing has nothing to show without a server.
    await ada.page.addInitScript(() => void indexedDB.deleteDatabase('parlor.archive'));
    const { page } = ada;
    const script = await Script.signsIn(server, 'ada');
    await script.writes(...Array.from({ length: 70 }, (_, index) => `entry ${index}`));

    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route(/api\/v1\/(channels|spaces)/, async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await expect(page.getByRole('status', { name: 'Members are loading' })).toBeVisible();
    await expect(ada.log).toHaveAttribute('aria-busy', 'true');
    await show(page, 'loading');
    release();
    await ada.sees('entry 69');
    await page.unrouteAll({ behavior: 'wait' });

    await page.route(/api\/v1\/(channels|spaces)/, (route) => route.abort());
    await page.reload();
    await expect(page.getByText('The messages could not be read')).toBeVisible();
    await expect(page.getByText('The members could not be read.')).toBeVisible();
    await show(page, 'failed');
    await page.unrouteAll();
    await ada.log.getByRole('button', { name: 'Try again' }).click();
    await ada.sees('entry 69');

    await page.route(/before=/, (route) => route.abort());
    await page.reload();
    await ada.isIn();
    await ada.message('entry 25').evaluate((row) => row.scrollIntoView());
    await expect(page.getByText('Older messages could not be read.')).toBeAttached();
    await ada.log.evaluate((log) => log.scrollTo(0, 0));
    await show(page, 'older-failed');
    await page.unrouteAll();
    await ada.log.getByRole('button', { name: 'Try again' }).click();
    await ada.sees('entry 0');

    await page.route(/api\/v1\/instance/, (route) => route.abort());
    await page.reload();
    await expect(page.getByText('The server does not answer')).toBeVisible();
    await show(page, 'unreachable');
    await page.unrouteAll();
    // Nobody has to do anything.
    await ada.isIn();

    await page.goto(`${server.address}/no/such/thing`);
    await expect(page.getByRole('heading', { name: 'There is nothing here' })).toBeVisible();
    await expect(page).toHaveTitle(/^Nothing here · /);
    await show(page, 'nowhere');
    await page.getByRole('link', { name: 'Go to the start' }).click();
    await ada.isIn();
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** Without a network, without a seat, without the right to write, and with a refused message. */
test('what does not go', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const { page } = ada;
    await ada.says('before');
    await ada.sees('before');
    await ada.context.setOffline(true);
    // Chromium leaves an open socket alone; the server does not.
    await server.kill();
    await expect(page.getByText(/^You are offline/)).toBeVisible();
    await ada.says('written offline');
    await show(page, 'offline');
    await server.up();
    await ada.context.setOffline(false);
    await ada.sees('written offline');
    await expect(page.getByText(/^You are offline/)).toBeHidden();

    await page.routeWebSocket(/\/ws/, (socket) => {
      const upstream = socket.connectToServer();
      socket.onMessage((frame) => {
        const { type, ref } = JSON.parse(String(frame)) as { type: string; ref?: string };
        const detail = 'You may not write here.';
        const refusal = { type: 'ERROR', ref, code: 'FORBIDDEN', detail };
        if (type === 'send_message') socket.send(JSON.stringify(refusal));
        else upstream.send(frame);
      });
    });
    await page.reload();
    await ada.isIn();
    await ada.says('this one is refused');
    await expect(ada.message('this one is refused')).toContainText('You may not write here.');
    await show(page, 'send-failed');
    await ada.message('this one is refused').getByRole('button', { name: 'Discard' }).click();

    await page.routeWebSocket(/\/ws/, (socket) => socket.close({ code: 4010 }));
    await page.reload();
    await expect(page.getByText(/open in too many places/)).toBeVisible();
    await show(page, 'refused');

    await page.route(/\/sync/, async (route) => {
      const response = await route.fetch();
      const world = (await response.json()) as Sync;
      for (const view of world.spaces) {
        view.space.ownerId = '1';
        view.roles = [];
      }
      await route.fulfill({ response, json: world });
    });
    await page.reload();
    await expect(page.getByText('You can read here, but not write.')).toBeVisible();
    await show(page, 'read-only');
  } finally {
    await ada.leaves();
    await server.stop();
  }
});
