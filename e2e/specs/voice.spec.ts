import { expect } from '@playwright/test';
import { PASSWORD } from '../support/person';
import { show, showHere } from '../support/pictures';
import { Hand } from '../support/places';
import { connectionsOf, expectHears, packetsIn } from '../support/tones';
import { bar, isConnected, roster, sitsIn, test } from '../support/voices';

const ADA_HZ = 440;
const BO_HZ = 660;

test.setTimeout(180_000);

/** Two people hear each other and not themselves; who is muted, deaf or gone is silent. */
test('two people talk', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());

  await sitsIn(ada, 'Lounge');
  await expect(roster(bo.page, 'Lounge').getByRole('button', { name: /^Ada/ })).toBeVisible();
  await sitsIn(bo, 'Lounge');
  await expectHears(ada.page, [BO_HZ], [ADA_HZ]);
  await expectHears(bo.page, [ADA_HZ], [BO_HZ]);
  expect(await packetsIn(bo.page)).toBeGreaterThan(0);

  // The server says who speaks.
  await expect(
    roster(bo.page, 'Lounge').getByRole('button', { name: /^Ada.*speaking/ }),
  ).toBeVisible();

  await bar(bo.page).getByRole('button', { name: 'Mute', exact: true }).click();
  await expectHears(ada.page, [], [ADA_HZ, BO_HZ]);
  await expect(
    roster(ada.page, 'Lounge').getByRole('button', { name: /^Bo ?, muted/ }),
  ).toBeVisible();
  await bo.page.keyboard.press('Control+Shift+M');
  await expectHears(ada.page, [BO_HZ]);

  await bo.page.keyboard.press('Control+Shift+D');
  await expectHears(bo.page, [], [ADA_HZ, BO_HZ]);
  await expect(
    roster(ada.page, 'Lounge').getByRole('button', { name: /^Bo ?, deafened/ }),
  ).toBeVisible();
  await bo.page.keyboard.press('Control+Shift+D');
  await expectHears(bo.page, [ADA_HZ]);

  // Reading elsewhere does not end it.
  await bo.page.getByRole('link', { name: /^general/ }).click();
  await expectHears(bo.page, [ADA_HZ]);

  await bar(bo.page).getByRole('button', { name: 'Leave voice' }).click();
  await expect(roster(ada.page, 'Lounge').getByRole('button', { name: /^Bo/ })).toHaveCount(0);
  await expect(ada.page.getByRole('status').filter({ hasText: 'Bo left' })).toBeAttached();
  await expectHears(ada.page, [], [BO_HZ]);
});

/** Who has no microphone hears, and takes part by hearing. */
test('a listener without a microphone hears', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo');
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());
  await sitsIn(ada, 'Lounge');
  await bo.page.getByRole('link', { name: /^Lounge ?, voice/ }).click();
  await expect(bar(bo.page).getByText('Not in voice')).toBeVisible();
  await bar(bo.page).getByRole('button', { name: 'Join to listen' }).click();
  await isConnected(bo.page);
  await expectHears(bo.page, [ADA_HZ]);
  await expect(bar(bo.page).getByText('You listen')).toBeVisible();
});

/** Who is taken out hears nothing from then on, and is told so; who is muted for all is silent. */
test('moderation', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());
  await sitsIn(ada, 'Lounge');
  await sitsIn(bo, 'Lounge');
  await expectHears(ada.page, [BO_HZ]);
  const does = async (what: string): Promise<void> => {
    await roster(ada.page, 'Lounge').getByRole('button', { name: /^Bo/ }).click();
    await ada.page.getByRole('button', { name: what, exact: true }).click();
  };
  await does('Mute for everybody');
  await expectHears(ada.page, [], [BO_HZ]);
  await expect(bar(bo.page).getByText('muted you for everybody')).toBeVisible();
  await does('Let everybody hear them');
  await expectHears(ada.page, [BO_HZ]);

  await does('Take out of the voice channel');
  await expect(bar(bo.page).getByText('took you out of the voice channel')).toBeVisible();
  await expectHears(bo.page, [], [ADA_HZ]);
  await expectHears(ada.page, [], [BO_HZ]);
  await expect(roster(ada.page, 'Lounge').getByRole('button', { name: /^Bo/ })).toHaveCount(0);
});

/** Somebody is taken along into another room; where they may not go they stay, and that is said. */
test('moving', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());
  const hand = await Hand.of(server, 'ada');
  const den = await hand.channel({ name: 'Den', kind: 'voice' });
  const other = (await Hand.of(server, 'bo')).me.id;
  await hand.does('PUT', `/channels/${den.id}/overrides/${other}`, {
    deny: ['CONNECT'],
    allow: [],
  });
  await sitsIn(ada, 'Lounge');
  await sitsIn(bo, 'Lounge');
  await expectHears(ada.page, [BO_HZ]);
  const moves = async (): Promise<void> => {
    await roster(ada.page, 'Lounge').getByRole('button', { name: /^Bo/ }).click();
    await ada.page.getByRole('button', { name: 'Move to another voice channel' }).click();
    const dialog = ada.page.getByRole('dialog', { name: 'Move Bo' });
    await expect(dialog).toBeVisible();
    await showHere(ada.page, 'voice-move');
    await dialog.getByRole('button', { name: 'Move', exact: true }).click();
    await expect(dialog).toBeHidden();
  };
  await moves();
  const notices = ada.page.getByRole('region', { name: 'Notices' });
  await expect(notices.getByText('They may not join that channel.')).toBeVisible();
  await expectHears(ada.page, [BO_HZ]);

  await hand.does('DELETE', `/channels/${den.id}/overrides/${other}`);
  await moves();
  await expect(roster(ada.page, 'Den').getByRole('button', { name: /^Bo/ })).toBeVisible();
  await isConnected(bo.page);
  await expectHears(ada.page, [], [BO_HZ]);
});

/** Who may change the channel says how many talk in it and how it sounds; one more is told why not. */
test('a full room', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());
  await ada.page.getByRole('link', { name: /^Lounge ?, voice/ }).click({ button: 'right' });
  await ada.page.getByRole('button', { name: 'Change the channel' }).click();
  const dialog = ada.page.getByRole('dialog', { name: 'Change Lounge' });
  await dialog.getByLabel('People at most').fill('1');
  await dialog.getByLabel('Sound quality').selectOption('96 kbit/s');
  await show(ada.page, 'voice-channel');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeHidden();
  await sitsIn(ada, 'Lounge');
  await bo.page.getByRole('link', { name: /^Lounge ?, voice/ }).click();
  await expect(bar(bo.page).getByText('This voice channel is full')).toBeVisible();
  await bar(ada.page).getByRole('button', { name: 'Leave voice' }).click();
  await sitsIn(bo, 'Lounge');
});

/** A socket that is cut is unheard: the media goes on, and the same seat is taken again. */
test('a dropped socket is unheard', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  let cut = (): void => undefined;
  let opened = 0;
  await bo.page.routeWebSocket(/\/ws\/voice\//, (socket) => {
    opened += 1;
    socket.connectToServer();
    cut = () => void socket.close({ code: 3000 });
  });
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());
  await sitsIn(ada, 'Lounge');
  await sitsIn(bo, 'Lounge');
  await expectHears(bo.page, [ADA_HZ]);
  const before = await packetsIn(bo.page);
  cut();
  await expect.poll(() => opened).toBe(2);
  await isConnected(bo.page);
  expect(await connectionsOf(bo.page), 'the media was made anew').toBe(1);
  await expect.poll(() => packetsIn(bo.page)).toBeGreaterThan(before);
  await expectHears(bo.page, [ADA_HZ]);
  await expectHears(ada.page, [BO_HZ]);
  await expect(ada.page.getByRole('status').filter({ hasText: 'Bo left' })).toHaveCount(0);
});

/** In a direct conversation the other one is called, and answers. */
test('a call rings', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());
  const hand = await Hand.of(server, 'ada');
  const members = await hand.does<{ items: { userId: string; user: { username: string } }[] }>(
    'GET',
    `/spaces/${hand.space}/members`,
  );
  const other = members.items.find(({ user }) => user.username === 'bo')?.userId;
  const dm = await hand.does<{ id: string }>('POST', '/dms', { userIds: [other] });
  await ada.page.goto(`${server.address}/channels/${dm.id}`);
  await ada.page.getByRole('button', { name: 'Call', exact: true }).click();
  await isConnected(ada.page);
  const ring = bo.page.getByRole('region', { name: 'Ada calls' });
  await expect(ring).toBeVisible();
  await ring.getByRole('button', { name: 'Accept' }).click();
  await isConnected(bo.page);
  await expect(ring).toBeHidden();
  await expectHears(bo.page, [ADA_HZ]);
  await expectHears(ada.page, [BO_HZ]);
});

/** Everything a call shows, in light and dark, also in a narrow window. */
test('screens of a call', async ({ server, hums }) => {
  test.setTimeout(300_000);
  const ada = await hums('Ada', ADA_HZ);
  const bo = await hums('Bo', BO_HZ);
  const cleo = await hums('Cleopatra Philopator of Alexandria');
  await ada.setsUp(server);
  const link = await ada.invites();
  await bo.joinsBy(link);
  const { page } = ada;
  await sitsIn(bo, 'Lounge');
  await expect(roster(page, 'Lounge').getByRole('button', { name: /^Bo/ })).toBeVisible();
  await show(page, 'voice-roster');
  await sitsIn(ada, 'Lounge');
  await expect(page.locator('.voice-tile[data-speaking]')).toHaveCount(2);
  await show(page, 'voice-room');
  const quality = bar(page).getByRole('button', { name: /^Connection: (?:good|fair|poor)/ });
  await quality.click();
  await showHere(page, 'voice-quality');
  await page.keyboard.press('Escape');
  await page.locator('.voice-tile').filter({ hasText: 'Bo' }).click();
  await expect(page.getByLabel('Volume for you')).toBeVisible();
  await showHere(page, 'voice-person');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+Shift+D');
  await page.getByRole('link', { name: /^general/ }).click();
  await show(page, 'voice-elsewhere');
  await page.goto(`${server.address}/settings/voice`);
  await page.getByText('While you hold a key').click();
  await page.getByRole('button', { name: 'Test the microphone' }).click();
  await expect(page.getByText('Speak: the bar moves')).toBeVisible();
  await show(page, 'voice-settings');

  await cleo.page.goto(link);
  await cleo.page.getByLabel('User name').fill('cleo');
  await cleo.page.getByLabel('Display name (optional)').fill(cleo.name);
  await cleo.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await cleo.page.getByRole('button', { name: /^Join / }).click();
  await cleo.isIn();
  await cleo.page.getByRole('link', { name: /^Lounge ?, voice/ }).click();
  await expect(bar(cleo.page).getByText('Not in voice')).toBeVisible();
  await show(cleo.page, 'voice-denied');
  await bar(cleo.page).getByRole('button', { name: 'Join to listen' }).click();
  await isConnected(cleo.page);
  await show(cleo.page, 'voice-listening');
});
