import { expect, test } from '@playwright/test';
import { Script } from '../support/history';
import { Person } from '../support/person';
import { show } from '../support/pictures';
import { Server } from '../support/server';

test.setTimeout(120_000);

/** Waits until the browser can open the client by itself. */
async function installed({ page }: Person): Promise<void> {
  await page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    if (active?.state === 'activated') return;
    await new Promise((resolve) => active?.addEventListener('statechange', resolve));
  });
}

/** Waits until the text is in what the browser keeps for times without a server. */
async function isKept({ page }: Person, text: string): Promise<void> {
  await expect
    .poll(() =>
      page.evaluate(async () => {
        const database = await new Promise<IDBDatabase>((resolve, reject) => {
          const request = indexedDB.open('parlor.archive');
          request.addEventListener('success', () => resolve(request.result));
          request.addEventListener('error', () => reject(new Error('no archive')));
        });
        const pages = database.transaction('pages').objectStore('pages').getAll();
        await new Promise((resolve) => pages.addEventListener('success', resolve));
        database.close();
        return JSON.stringify(pages.result);
      }),
    )
    .toContain(text);
}

/** The server is gone and the window is opened anew: what was read is there, and writing goes on. */
test('opening without a server', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const owner = await Script.signsIn(server, 'ada');
    await owner.makesChannel('seed-swap');
    const { page } = ada;
    await ada.says('the frost cloth is in the blue box');
    await ada.sees('the frost cloth is in the blue box');
    await installed(ada);
    await isKept(ada, 'frost cloth');

    await server.kill();
    await page.reload();
    await expect(
      page.getByText(/^The server cannot be reached\. You see what was read/),
    ).toBeVisible();
    await ada.sees('the frost cloth is in the blue box');
    await show(page, 'offline');
    // A channel that was never read here says so, and nothing breaks.
    await page.getByRole('link', { name: 'seed-swap' }).click();
    await expect(page.getByText('The messages could not be read')).toBeVisible();
    await show(page, 'offline-unread');
    await page.goBack();
    await ada.says('written without a server');
    await expect(ada.message('written without a server')).toHaveClass(/pending/);
    // Also a link to a place of ours opens.
    await page.goto(`${server.address}/channels/${owner.general.id}`);
    await ada.sees('the frost cloth is in the blue box');

    await server.up();
    await ada.comesBack();
    await expect(page.getByText(/^The server cannot be reached/)).toBeHidden();
    await ada.sees('written without a server');
    await owner.writes('welcome back');
    await ada.sees('welcome back');
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** Who signs out leaves nothing behind for the next person at this machine. */
test('signing out forgets what was read', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const { page } = ada;
    await ada.says('the key is under the third pot');
    await ada.sees('the key is under the third pot');
    await installed(ada);
    await isKept(ada, 'third pot');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('>log out');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: /Sign in/ })).toBeVisible();
    const kept = () =>
      page.evaluate(async () => {
        const database = await new Promise<IDBDatabase>((resolve) => {
          const request = indexedDB.open('parlor.archive');
          request.addEventListener('success', () => resolve(request.result));
        });
        const names = [...database.objectStoreNames];
        const all = names.map((name) => database.transaction(name).objectStore(name).count());
        await Promise.all(
          all.map((count) => new Promise((resolve) => count.addEventListener('success', resolve))),
        );
        database.close();
        return all.map(({ result }) => result);
      });
    await expect.poll(kept).toEqual([0, 0]);
    await server.kill();
    await page.reload();
    await expect(page.getByRole('heading', { name: 'The server does not answer' })).toBeVisible();
    await expect(page.getByText('third pot')).toHaveCount(0);
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** The server says what the client is, how to install it, and that its worker is asked for anew. */
test('what a system needs to install it', async ({ browser, request }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    const worker = await request.get(`${server.address}/sw.js`);
    expect(worker.headers()['content-type']).toContain('text/javascript');
    expect(worker.headers()['cache-control']).toBe('no-cache');
    const manifest = await request.get(`${server.address}/manifest.webmanifest`);
    expect(manifest.headers()['content-type']).toBe('application/manifest+json');
    const { icons } = (await manifest.json()) as { icons: { src: string; type: string }[] };
    for (const { src, type } of icons) {
      const icon = await request.get(server.address + src);
      expect(icon.headers()['content-type']).toBe(type);
    }
    // And the browser itself finds nothing to object to.
    await ada.setsUp(server);
    await installed(ada);
    const session = await ada.context.newCDPSession(ada.page);
    const { errors } = await session.send('Page.getAppManifest');
    expect(errors).toEqual([]);
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
    // A window that leaves no traces, as tests have, cannot install anything.
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([]);
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** A newer client is offered; taking it loses nothing that was begun. */
test('an update keeps the draft', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const { page } = ada;
    await installed(ada);
    await ada.composer.fill('half a thought');
    // What the browser says when another worker takes over.
    const takeOver = () =>
      page.evaluate(() => navigator.serviceWorker.dispatchEvent(new Event('controllerchange')));
    await takeOver();
    await expect(page.getByText(/^A newer version of Parlor is ready/)).toBeVisible();
    await show(page, 'update');
    await page.getByRole('button', { name: 'Later' }).click();
    await expect(page.getByText(/^A newer version/)).toBeHidden();
    await takeOver();
    await page.getByRole('button', { name: 'Reload' }).click();
    await ada.isIn();
    await expect(ada.composer).toHaveValue('half a thought');
  } finally {
    await ada.leaves();
    await server.stop();
  }
});
