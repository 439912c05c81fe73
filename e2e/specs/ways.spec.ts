/** Voice on networks that let little through: by UDP, else by TCP, else by the socket of the page. */
import { expect } from '@playwright/test';
import { show, showHere } from '../support/pictures';
import type { Person } from '../support/person';
import { deadPort, freePort, Relay } from '../support/relay';
import type { Server } from '../support/server';
import { expectHears } from '../support/tones';
import { bar, isConnected, roster, sitsIn, test } from '../support/voices';

const ADA_HZ = 440;
const BO_HZ = 660;
/** Media that does not come up, the fall, and what a loaded machine takes. */
const FALLS_MS = 30_000;

const BY = {
  udp: 'Sound goes by UDP',
  tcp: 'Sound goes by TCP',
  ws: 'Sound goes over the page’s own connection',
};

test.setTimeout(180_000);

/** By which way sound goes, as the window says it. */
async function goesBy({ page }: Person, way: keyof typeof BY): Promise<void> {
  const quality = bar(page).getByRole('button', { name: /^Connection/ });
  await quality.click();
  const sheet = page.getByRole('dialog', { name: 'Connection' });
  await expect(sheet.getByText(BY[way])).toBeVisible({ timeout: FALLS_MS });
  await showHere(page, `voice-by-${way}`);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
}

/** A server that browsers find by TCP alone: where it says that its UDP port is, there is nobody. */
const tcpOnly = test.extend({
  settings: async ({ launchOptions: _none }, use) => {
    await use({
      PARLOR_VOICE__PUBLIC_ADDRESS: `127.0.0.1:${await deadPort()}`,
      PARLOR_VOICE__TCP_LISTEN: `127.0.0.1:${await freePort()}`,
    });
  },
});

/** One that says an address of nobody (RFC 5737) for both. */
const socketOnly = test.extend({
  settings: async ({ launchOptions: _none }, use) => {
    await use({
      PARLOR_VOICE__PUBLIC_ADDRESS: `192.0.2.1:${await deadPort()}`,
      PARLOR_VOICE__TCP_LISTEN: `127.0.0.1:${await freePort()}`,
    });
  },
});

/** One that is found by UDP as long as the relay is open. */
const relayed = test.extend<{ relay: Relay }>({
  relay: async ({ launchOptions: _none }, use) => {
    const relay = await Relay.start();
    await use(relay);
    relay.stop();
  },
  settings: async ({ relay }, use) => {
    await use({
      PARLOR_VOICE__PUBLIC_ADDRESS: `127.0.0.1:${relay.port}`,
      PARLOR_VOICE__UDP_LISTEN: `127.0.0.1:${relay.server}`,
    });
  },
});

/** Both sit in the room, and hear each other. */
async function talk(server: Server, ada: Person, bo: Person): Promise<void> {
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());
  await sitsIn(ada, 'Lounge');
  await sitsIn(bo, 'Lounge');
  await expectHears(ada.page, [BO_HZ], [ADA_HZ]);
  await expectHears(bo.page, [ADA_HZ], [BO_HZ]);
}

/** Where UDP leads nowhere, browsers take TCP by themselves. */
tcpOnly('by TCP where UDP is blocked', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  await talk(server, ada, bo);
  await goesBy(ada, 'tcp');
});

/** Where neither leads anywhere, sound goes by the socket; all switches work as they do elsewhere. */
socketOnly('by the socket where UDP and TCP are blocked', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  await talk(server, ada, bo);
  await goesBy(bo, 'ws');
  await expect(
    roster(bo.page, 'Lounge').getByRole('button', { name: /^Ada.*speaking/ }),
  ).toBeVisible();

  await bar(bo.page).getByRole('button', { name: 'Mute', exact: true }).click();
  await expectHears(ada.page, [], [ADA_HZ, BO_HZ]);
  await bo.page.keyboard.press('Control+Shift+M');
  await expectHears(ada.page, [BO_HZ]);
  await bo.page.keyboard.press('Control+Shift+D');
  await expectHears(bo.page, [], [ADA_HZ, BO_HZ]);
  await bo.page.keyboard.press('Control+Shift+D');
  await expectHears(bo.page, [ADA_HZ]);
  await expect(bar(bo.page).getByRole('button', { name: /^Connection: good/ })).toBeVisible();

  await roster(ada.page, 'Lounge').getByRole('button', { name: /^Bo/ }).click();
  await ada.page.getByRole('button', { name: 'Mute for everybody', exact: true }).click();
  await expectHears(ada.page, [], [BO_HZ]);
});

/** A network that lets UDP through no more is unheard but for a moment, and what it lets through again is taken again. */
relayed('down to the socket, and up again', async ({ relay, server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  await talk(server, ada, bo);
  await goesBy(bo, 'udp');

  relay.shut();
  await expectHears(bo.page, [], [ADA_HZ]);
  await expectHears(bo.page, [ADA_HZ], [BO_HZ]);
  await expectHears(ada.page, [BO_HZ], [ADA_HZ]);
  await goesBy(bo, 'ws');

  relay.open();
  await goesBy(bo, 'udp');
  await isConnected(bo.page);
  await expectHears(bo.page, [ADA_HZ], [BO_HZ]);
  await expectHears(ada.page, [BO_HZ], [ADA_HZ]);
});

/** Everybody learns which ways work from here, in a sentence, without a call; whoever runs the server learns more. */
tcpOnly('the check of ways', async ({ server, arrives }) => {
  const ada = await arrives('Ada');
  await ada.setsUp(server);
  const { page } = ada;
  await page.goto(`${server.address}/settings/voice`);
  const part = page.getByRole('region', { name: 'Check voice' });
  await part.getByRole('button', { name: 'Check voice' }).click();
  await expect(part.getByText('Voice works by TCP')).toBeVisible({ timeout: FALLS_MS });
  await expect(part.getByText(/UDP port \d+ of 127\.0\.0\.1 must be open/)).toBeVisible();
  await expect(part.getByText('Does not get through', { exact: true })).toHaveCount(1);
  await expect(part.getByText('Works', { exact: true })).toHaveCount(2);
  await show(page, 'voice-check');

  await page.goto(`${server.address}/admin/health`);
  await part.getByRole('button', { name: 'Check voice' }).click();
  await expect(part.getByText('set voice.public_address')).toBeVisible({ timeout: FALLS_MS });
  await show(page, 'voice-check-admin');
});
