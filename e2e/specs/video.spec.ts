import { expect } from '@playwright/test';
import { expectPicture, expectSees, tile } from '../support/films';
import { show, showHere } from '../support/pictures';
import { Hand } from '../support/places';
import { expectHears } from '../support/tones';
import { bar, roster, sitsIn, test } from '../support/voices';
import type { Person } from '../support/person';

const ADA_HZ = 440;
const BO_HZ = 660;

test.setTimeout(240_000);

const presses = (person: Person, name: string): Promise<void> =>
  bar(person.page).getByRole('button', { name, exact: true }).click();

/** Two people see each other's cameras while they are shown, and hear each other all the time. */
test('two people see each other', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ, 'red');
  const bo = await hums('Bo', BO_HZ, 'blue');
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());
  await sitsIn(ada, 'Lounge');
  await sitsIn(bo, 'Lounge');

  await presses(ada, 'Show your camera');
  await expectSees(tile(ada.page, 'Ada (you)'), 'red');
  await expectSees(tile(bo.page, 'Ada'), 'red');
  await expect(
    roster(bo.page, 'Lounge').getByRole('button', { name: /^Ada.*shows a camera/ }),
  ).toBeVisible();
  await presses(bo, 'Show your camera');
  await expectSees(tile(ada.page, 'Bo'), 'blue');
  await expectSees(tile(bo.page, 'Ada'), 'red');
  await expectHears(ada.page, [BO_HZ], [ADA_HZ]);
  await expectHears(bo.page, [ADA_HZ], [BO_HZ]);

  // Large, and one of all again.
  await tile(ada.page, 'Bo').click();
  await expect(tile(ada.page, 'Bo')).toHaveAttribute('aria-pressed', 'true');
  await expectPicture(tile(ada.page, 'Bo'), 320);
  await expectSees(tile(ada.page, 'Bo'), 'blue');
  await ada.page.keyboard.press('Escape');
  await expect(tile(ada.page, 'Bo')).toHaveAttribute('aria-pressed', 'false');

  // Reading elsewhere and coming back.
  await ada.page.getByRole('link', { name: /^general/ }).click();
  await expect(tile(ada.page, 'Bo')).toHaveCount(0);
  await ada.page.getByRole('link', { name: /^Lounge ?, voice/ }).click();
  await expectSees(tile(ada.page, 'Bo'), 'blue');

  await presses(bo, 'Hide your camera');
  await expect(tile(ada.page, 'Bo')).toHaveCount(0);
  await expectSees(tile(bo.page, 'Ada'), 'red');
  await presses(bo, 'Show your camera');
  await expectSees(tile(ada.page, 'Bo'), 'blue');
});

/** A screen is large for the others at once; who may show nothing any more is told so and is not seen. */
test('a screen is shared until that is over', async ({ server, hums }) => {
  const ada = await hums('Ada', ADA_HZ, 'red');
  const bo = await hums('Bo', BO_HZ, 'blue');
  await ada.setsUp(server);
  await bo.joinsBy(await ada.invites());
  await sitsIn(ada, 'Lounge');
  await sitsIn(bo, 'Lounge');
  await presses(bo, 'Share your screen');
  await expect(tile(ada.page, 'Bo: screen')).toHaveAttribute('aria-pressed', 'true');
  await expectPicture(tile(ada.page, 'Bo: screen'), 320);
  await expect(
    roster(ada.page, 'Lounge').getByRole('button', { name: /^Bo.*shares a screen/ }),
  ).toBeVisible();
  await presses(bo, 'Show your camera');
  await expectSees(tile(ada.page, 'Bo'), 'blue');

  const hand = await Hand.of(server, 'ada');
  const channels = await hand.does<{ items: { id: string; name: string }[] }>(
    'GET',
    `/spaces/${hand.space}/channels`,
  );
  const lounge = channels.items.find(({ name }) => name === 'Lounge')?.id;
  await hand.does('PUT', `/channels/${lounge}/overrides/${hand.space}`, {
    deny: ['VIDEO'],
    allow: [],
  });
  await expect(tile(ada.page, 'Bo: screen')).toHaveCount(0);
  await expect(tile(ada.page, 'Bo')).toHaveCount(0);
  const notices = bo.page.getByRole('region', { name: 'Notices' });
  await expect(notices.getByText('You may not share your screen here any more.')).toBeVisible();
  await expectHears(ada.page, [BO_HZ]);
});

/** Everything that videos show, in light and dark, also in a narrow window. */
test('screens of videos', async ({ server, hums }) => {
  test.setTimeout(400_000);
  const ada = await hums('Ada', ADA_HZ, 'red');
  const bo = await hums('Bo', BO_HZ, 'blue');
  const cleo = await hums('Cleopatra', 880, 'green');
  await ada.setsUp(server);
  const link = await ada.invites();
  await bo.joinsBy(link);
  await cleo.joinsBy(link);
  for (const each of [ada, bo]) {
    await sitsIn(each, 'Lounge');
    await presses(each, 'Show your camera');
  }
  await expectSees(tile(ada.page, 'Bo'), 'blue');
  await show(ada.page, 'video-two');
  await sitsIn(cleo, 'Lounge');
  await show(ada.page, 'video-and-one');
  await presses(cleo, 'Show your camera');
  await presses(bo, 'Share your screen');
  await expectPicture(tile(ada.page, 'Bo: screen'), 320);
  await expectSees(tile(ada.page, cleo.name), 'green');
  await show(ada.page, 'video-focus');
  await ada.page.getByRole('button', { name: 'Show all' }).click();
  await expectPicture(tile(ada.page, 'Bo: screen'), 160);
  await showHere(ada.page, 'video-four');
});
