import { expect, test } from '@playwright/test';
import { Person } from '../support/person';
import { Server } from '../support/server';

/** The server is killed in the middle of talk. What was written meanwhile arrives once, in order. */
test('a server that is killed and comes back', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.joinsBy(await ada.invites());
    await ada.says('before');
    await bo.sees('before');

    await server.kill();
    await expect(ada.page.getByText(/^Reconnecting/)).toBeVisible();
    await ada.says('during one');
    await ada.says('during two');
    await bo.says('during three');
    await expect(ada.message('during one')).toHaveClass(/pending/);

    await server.up();
    for (const person of [ada, bo]) {
      for (const text of ['before', 'during one', 'during two', 'during three']) {
        await person.sees(text);
      }
      await expect(person.page.getByText(/^Reconnecting/)).toBeHidden();
    }
    // Both see the same order, and Ada's are in hers.
    const order = (person: Person) => person.log.locator('.text').allTextContents();
    expect(await order(ada)).toEqual(await order(bo));
    const said = await order(bo);
    expect(said.indexOf('during one')).toBeLessThan(said.indexOf('during two'));
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** Killed while messages are on their way: none that was shown as sent is lost, none is doubled. */
test('killed while sending', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.joinsBy(await ada.invites());
    const texts = Array.from({ length: 12 }, (_, index) => `line ${index}`);
    for (const [index, text] of texts.entries()) {
      await ada.says(text);
      if (index === 5) {
        await server.kill();
        await server.up();
      }
    }
    for (const person of [ada, bo]) {
      for (const text of texts) await person.sees(text);
    }
    await bo.page.reload();
    await bo.isIn();
    for (const text of texts) await bo.sees(text);
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** A message that could not be sent yet survives a reload of the page, and is sent once. */
test('the outbox survives a reload', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    // HTTP works, the socket does not: a proxy that knows no WebSocket, say.
    const { page } = ada;
    await page.routeWebSocket(/\/ws/, (socket) => socket.close({ code: 1013 }));
    await page.reload();
    await expect(ada.composer).toBeVisible();
    await ada.says('kept for later');
    await expect(ada.message('kept for later')).toHaveClass(/pending/);
    await page.reload();
    await expect(ada.message('kept for later')).toHaveClass(/pending/);

    const other = await ada.opensAnotherWindow();
    await page.close();
    await other.goto(server.address);
    await expect(other.getByRole('article').getByText('kept for later')).toHaveCount(1);
    await expect(other.locator('.pending')).toHaveCount(0);
    await other.reload();
    await expect(other.getByRole('article').getByText('kept for later')).toHaveCount(1);
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** A message that the server refuses stays, says why, and can be tried again or discarded. */
test('a send that fails', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    let refusals = 2;
    await ada.page.routeWebSocket(/\/ws/, (socket) => {
      const upstream = socket.connectToServer();
      socket.onMessage((frame) => {
        const command: unknown = JSON.parse(String(frame));
        const { type, ref, nonce } = command as { type: string; ref?: string; nonce?: string };
        if (type !== 'send_message' || refusals === 0) {
          upstream.send(frame);
          return;
        }
        refusals -= 1;
        const detail = 'You may not write here.';
        socket.send(JSON.stringify({ type: 'ERROR', ref, nonce, code: 'FORBIDDEN', detail }));
      });
    });
    await ada.page.reload();
    await ada.isIn();

    await ada.says('first try');
    await expect(ada.message('first try')).toContainText('You may not write here.');
    await ada.says('never mind');
    await ada.message('never mind').getByRole('button', { name: 'Discard' }).click();
    await expect(ada.message('never mind')).toHaveCount(0);

    // Also after a reload it is there, with its ways out.
    await ada.page.reload();
    await ada.message('first try').getByRole('button', { name: 'Try again' }).click();
    await ada.sees('first try');
    await ada.page.reload();
    await ada.sees('first try');
    await expect(ada.message('never mind')).toHaveCount(0);
  } finally {
    await ada.leaves();
    await server.stop();
  }
});
