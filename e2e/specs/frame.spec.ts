import { devices, expect, test, type Locator } from '@playwright/test';
import { Person } from '../support/person';
import { show, showHere } from '../support/pictures';
import { Hand } from '../support/places';
import { Server } from '../support/server';

const PHONE = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } };

test.setTimeout(240_000);

const side = ({ page }: Person): Locator => page.getByRole('navigation', { name: 'Channels' });
const row = (person: Person, name: string | RegExp): Locator =>
  side(person).getByRole('link', { name });

/** The names in the list, from top to bottom. */
function order(person: Person): Promise<string[]> {
  return side(person).locator('a.channel .name').allTextContents();
}

/** Chooses from the menu of the space. */
async function chooses({ page }: Person, item: string): Promise<void> {
  await page.getByRole('button', { name: /^Menu of / }).click();
  await page.getByRole('button', { name: item, exact: true }).click();
}

/** Whoever may makes, orders and removes channels; everybody else sees it as it happens. */
test('channels', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.joinsBy(await ada.invites());
    const { page } = ada;

    await chooses(ada, 'Make a category');
    await page.getByLabel('Name').fill('Plots');
    await show(page, 'make-category');
    await page.getByRole('button', { name: 'Make it' }).click();
    await expect(side(bo).getByRole('button', { name: 'Plots', exact: true })).toBeVisible();
    // Who may not change anything has nothing to change it with.
    await bo.page.getByRole('button', { name: /^Menu of / }).click();
    await expect(bo.page.getByRole('button', { name: 'Leave the space' })).toBeVisible();
    await expect(bo.page.getByRole('button', { name: 'Make a channel' })).toBeHidden();
    await bo.page.keyboard.press('Escape');

    await side(ada).getByRole('button', { name: 'Plots', exact: true }).hover();
    await side(ada).getByRole('button', { name: 'Make a channel in Plots' }).click();
    await page.getByLabel('Name').fill('seed-swap');
    await page.getByLabel('Topic (optional)').fill('What is left over');
    await show(page, 'make-channel');
    await page.getByRole('button', { name: 'Make it' }).click();
    await expect(page).toHaveTitle(/^#seed-swap/);
    await expect(row(bo, 'seed-swap')).toBeVisible();
    await expect(page.getByText('What is left over')).toBeVisible();

    // Folded up it is remembered; what is on the screen stays in sight.
    await side(bo).getByRole('button', { name: 'Plots', exact: true }).click();
    await expect(row(bo, 'seed-swap')).toBeHidden();
    await bo.page.reload();
    await expect(side(bo).getByRole('button', { name: 'Plots', exact: true })).toBeVisible();
    await expect(row(bo, 'seed-swap')).toBeHidden();
    await side(bo).getByRole('button', { name: 'Plots', exact: true }).click();

    // By keyboard: the list is one stop, the menu key opens what there is to do.
    await row(ada, 'seed-swap').focus();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await expect(row(ada, 'Lounge')).toBeFocused();
    await page.keyboard.press('ArrowUp');
    await expect(row(ada, 'general')).toBeFocused();
    await page.keyboard.press('End');
    await expect(row(ada, 'seed-swap')).toBeFocused();
    await page.keyboard.press('Shift+F10');
    await showHere(page, 'channel-menu');
    await page.getByRole('button', { name: 'Move up' }).press('Enter');
    await expect.poll(() => order(bo)).toEqual(['general', 'Lounge', 'seed-swap']);
    await row(ada, 'seed-swap').focus();
    await page.keyboard.press('Shift+F10');
    await page.getByRole('button', { name: 'Move up' }).press('Enter');
    await expect.poll(() => order(bo)).toEqual(['general', 'seed-swap', 'Lounge']);

    // By hand: dropped on the upper half of a line, it stands above it.
    const onto = await row(ada, 'seed-swap').boundingBox();
    await row(ada, 'Lounge').dragTo(row(ada, 'seed-swap'), {
      targetPosition: { x: 40, y: (onto?.height ?? 0) / 4 },
    });
    await expect.poll(() => order(bo)).toEqual(['general', 'Lounge', 'seed-swap']);

    await row(ada, 'seed-swap').click({ button: 'right' });
    await page.getByRole('button', { name: 'Change the channel' }).click();
    await page.getByLabel('Name').fill('swap');
    await page.getByLabel('Slow mode').selectOption({ label: 'One message in 30 seconds' });
    await show(page, 'change-channel');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(row(bo, 'swap')).toBeVisible();

    await row(bo, 'swap').click();
    await expect(bo.page).toHaveTitle(/^#swap/);
    await row(ada, 'swap').click({ button: 'right' });
    await page.getByRole('button', { name: 'Delete' }).click();
    await show(page, 'delete-channel');
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    // Whoever was in it is told, and shown the way on.
    await expect(bo.page.getByRole('heading', { name: 'This channel is not here' })).toBeVisible();
    await expect(row(bo, 'swap')).toBeHidden();
    await bo.page.getByRole('link', { name: 'Go to the first channel' }).click();
    await bo.isIn();
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** What is new is marked where it is, calls by name, and is read on every device at once. */
test('what is new', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const again = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const link = await ada.invites();
    const hand = await Hand.of(server, 'ada');
    const bo = await Hand.joins(server, 'bo', 'Bo Lindqvist', link);
    const swap = await hand.channel({ name: 'swap' });
    const news = await hand.channel({ name: 'news' });
    await again.signsIn(server);
    const { page } = ada;
    const called = /^swap\b.*new messages/;

    // A channel nobody looked into: only where it stands is told.
    await bo.writes(swap.id, 'Beans?');
    await expect(row(ada, called)).toBeVisible();
    await expect(page).toHaveTitle(/^• #general/);
    await bo.writes(swap.id, `Beans, <@${hand.me.id}>?`);
    await expect(row(ada, called)).toContainText('1 mention');
    await expect(page).toHaveTitle(/^\(1\) #general/);
    await expect(row(again, called)).toContainText('1 mention');

    await page.keyboard.press('Alt+Shift+ArrowDown');
    await expect(page).toHaveTitle(/^#swap/);
    await expect(row(ada, called)).toBeHidden();
    await expect(row(again, called)).toBeHidden();
    await expect(again.page).toHaveTitle(/^#general/);

    // Whoever looks at it has read it; whoever does not, has not.
    await bo.writes(swap.id, 'Peas?');
    await expect(page.getByText('Peas?')).toBeVisible();
    await expect(row(again, called)).toBeHidden();
    await page.keyboard.press('Alt+ArrowUp');
    await expect(page).toHaveTitle(/^#general/);
    await page.keyboard.press('Alt+ArrowUp');
    await expect(page).toHaveTitle(/^#news/);

    // Everything at once.
    await bo.writes(swap.id, 'Onions?');
    await bo.writes(hand.world.spaces[0]?.channels[0]?.id ?? '', 'Hello all');
    await expect(page).toHaveTitle(/^• /);
    await expect(row(again, called)).toBeVisible();
    await page.keyboard.press('Shift+Escape');
    await expect(page).toHaveTitle(/^#news/);
    await expect(row(again, called)).toBeHidden();

    // A message that is taken back was never new.
    const { id } = await bo.writes(swap.id, 'Never mind');
    await expect(row(ada, called)).toBeVisible();
    await bo.does('DELETE', `/messages/${id}`);
    await expect(row(ada, called)).toBeHidden();

    // What is muted calls nobody.
    await row(ada, 'swap').click({ button: 'right' });
    await page.getByRole('button', { name: 'Notifications' }).click();
    await show(page, 'notifications');
    await page.getByLabel('Mute').selectOption({ label: 'Muted for an hour' });
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(row(ada, /^swap\b.*muted/)).toBeVisible();
    await bo.writes(swap.id, 'Radishes?');
    await bo.writes(news.id, 'And here');
    await expect(row(again, called)).toBeVisible();
    await expect(row(ada, called)).toBeHidden();
    await expect(page).toHaveTitle(/^#news/);
  } finally {
    await ada.leaves();
    await again.leaves();
    await server.stop();
  }
});

/** Two people, and several, talk to each other directly. */
test('conversations', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    const link = await ada.invites();
    await bo.joinsBy(link);
    const cy = await Hand.joins(server, 'cy', 'Cy', link);
    await Hand.joins(server, 'em', 'Emilia Oyelaran-Castellanos', link);
    const { page } = ada;

    await page.goto(`${server.address}/dms`);
    await expect(page.getByRole('heading', { name: 'Nobody to talk to yet' })).toBeVisible();
    await show(page, 'no-conversations');
    await page.goto(server.address);
    await ada.isIn();

    // From the card of somebody.
    await page.getByRole('complementary').getByRole('button', { name: /^Bo/ }).click();
    await page.getByRole('dialog', { name: 'Bo' }).getByRole('button', { name: 'Message' }).click();
    await expect(page).toHaveTitle(/^Bo · /);
    // A conversation begins with who it is with; it is no channel that welcomes anybody.
    await expect(page.getByRole('log').getByRole('heading', { name: /^Bo$/ })).toBeVisible();
    await page.getByRole('textbox', { name: 'Message Bo' }).fill('hello');
    await page.keyboard.press('Enter');
    await expect(row(bo, /^Ada\b.*online/)).toContainText('1 new message');
    await expect(bo.page).toHaveTitle(/^\(1\) /);
    await row(bo, /^Ada\b.*online/).click();
    await expect(bo.message('hello')).toHaveCount(1);
    await expect(bo.page).toHaveTitle(/^Ada · /);

    // Who writes is seen, for as long as they do.
    await bo.page.getByRole('textbox', { name: 'Message Ada' }).pressSequentially('hi');
    await expect(page.getByText('Bo is typing')).toBeVisible();
    await bo.page.keyboard.press('Enter');
    await expect(ada.message('hi')).toHaveCount(1);
    await expect(page.getByText('Bo is typing')).toBeHidden();
    await show(page, 'conversation-of-two');

    // A group.
    await side(ada).getByRole('button', { name: 'Message somebody' }).click();
    await page.getByRole('checkbox', { name: /^Bo/ }).check();
    await page.getByLabel('Find people').fill('cy');
    await page.getByRole('checkbox', { name: /^Cy/ }).check();
    await show(page, 'new-group');
    await page.getByRole('button', { name: 'Begin a group' }).click();
    await expect(row(bo, /Ada.*Cy|Cy.*Ada/)).toBeVisible();
    await expect(
      page.getByRole('complementary').getByRole('button', { name: /^Cy/ }),
    ).toBeVisible();

    await page.getByRole('button', { name: 'Menu of the group' }).click();
    await page.getByRole('button', { name: 'Bring people in' }).click();
    await page.getByRole('checkbox', { name: /^Emilia/ }).check();
    await page.getByRole('button', { name: 'Bring in' }).click();
    await expect(row(bo, /Emilia/)).toBeVisible();
    await show(page, 'group');

    await row(ada, /Emilia/).click({ button: 'right' });
    await page.getByRole('button', { name: 'Leave the group' }).click();
    await show(page, 'leave-group');
    await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await expect(row(ada, /Emilia/)).toBeHidden();
    await expect(row(bo, /Emilia/)).not.toContainText('Ada');
    await cy.does('GET', '/dms');
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** Who is there, what they are up to, and what may be done to them. */
test('people', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    const link = await ada.invites();
    await bo.joinsBy(link);
    const hand = await Hand.of(server, 'ada');
    const role = await hand.role({ name: 'Committee', color: '#b4481e' });
    const { page } = ada;
    const people = page.getByRole('complementary', { name: 'Members' });
    const section = (name: string): Locator => people.getByRole('list', { name });

    await expect(section('Online').getByRole('button', { name: /^Bo\b.*online/ })).toBeVisible();
    await bo.page.getByRole('button', { name: /Change your status/ }).click();
    await show(bo.page, 'status');
    await bo.page.getByRole('button', { name: 'Do not disturb' }).click();
    await expect(people.getByRole('button', { name: /^Bo\b.*do not disturb/ })).toBeVisible();
    await bo.page.getByRole('button', { name: /Change your status/ }).click();
    await bo.page.getByRole('button', { name: 'Set a status text' }).click();
    await bo.page.getByLabel('Status text').fill('Digging until four');
    await bo.page.getByLabel('How long').selectOption({ label: '4 hours' });
    await show(bo.page, 'status-text');
    await bo.page.getByRole('button', { name: 'Save' }).click();
    await expect(people.getByText('Digging until four')).toBeVisible();

    const card = page.getByRole('dialog', { name: 'Bo', exact: true });
    const opens = async (): Promise<void> => {
      await people.getByRole('button', { name: /^Bo/ }).click();
      await expect(card).toBeVisible();
    };
    await opens();
    await show(page, 'card');
    await card.getByRole('button', { name: 'Roles' }).click();
    await page.getByRole('checkbox', { name: 'Committee' }).check();
    await show(page, 'give-roles');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(section('Committee').getByRole('button', { name: /^Bo/ })).toBeVisible();
    await hand.does('PATCH', `/roles/${role.id}`, { name: 'Board' });
    await expect(section('Board')).toBeVisible();

    await opens();
    await card.getByRole('button', { name: 'Time out' }).click();
    await show(page, 'time-out');
    await page.getByRole('dialog').getByRole('button', { name: 'Time out' }).click();
    await expect(bo.composer).toBeHidden();
    await opens();
    await card.getByRole('button', { name: 'End the time-out' }).click();
    await expect(bo.composer).toBeVisible();

    // Invisible looks like away to everybody else.
    await bo.page.getByRole('button', { name: /Change your status/ }).click();
    await bo.page.getByRole('button', { name: 'Invisible' }).click();
    await expect(section('Offline').getByRole('button', { name: /^Bo\b.*offline/ })).toBeVisible();

    await opens();
    await card.getByRole('button', { name: 'Ban' }).click();
    await page.getByLabel('Reason (optional)').fill('Weeds');
    await show(page, 'ban');
    await page.getByRole('dialog').getByRole('button', { name: 'Ban' }).click();
    await expect(people.getByRole('button', { name: /^Bo/ })).toBeHidden();
    // Whoever is out of every space is told how to get into one.
    await expect(bo.page.getByRole('heading', { name: 'You are in no space yet' })).toBeVisible();
    await show(bo.page, 'no-space');
    await bo.page.getByLabel('Invite link or code').fill('nonsense!');
    await bo.page.getByRole('button', { name: 'Follow the invite' }).click();
    await expect(bo.page.getByText(/^This is not an invite/)).toBeVisible();
    await hand.does('DELETE', `/spaces/${hand.space}/bans/${await idOf(hand, 'bo')}`);
    await bo.page.getByLabel('Invite link or code').fill(link);
    await bo.page.getByRole('button', { name: 'Follow the invite' }).click();
    await bo.page.getByRole('button', { name: /^Join/ }).click();
    await bo.isIn();
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

async function idOf(hand: Hand, username: string): Promise<string> {
  const { items } = await hand.does<{ items: { userId: string; user: { username: string } }[] }>(
    'GET',
    `/spaces/${hand.space}/bans`,
  );
  const found = items.find(({ user }) => user.username === username);
  if (!found) throw new Error(`${username} is not banned`);
  return found.userId;
}

/** Another space, and from one to the other. */
test('spaces', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.joinsBy(await ada.invites());
    const { page } = ada;
    // One space is no choice.
    await expect(bo.page.getByRole('list', { name: 'Spaces' })).toBeHidden();

    await page.getByRole('button', { name: 'Menu of Parlor' }).click();
    await page.getByRole('button', { name: 'Make a space' }).click();
    await page.getByLabel('Name').fill('Games');
    await show(page, 'make-space');
    await page.getByRole('button', { name: 'Make it' }).click();
    await expect(page).toHaveTitle(/^#general · Games/);
    await bo.page.goto(await ada.invites());
    await bo.page.getByRole('button', { name: /^Join/ }).click();
    await bo.isIn();
    const spaces = bo.page.getByRole('list', { name: 'Spaces' });
    await expect(spaces.getByRole('link')).toHaveCount(2);
    await spaces.getByRole('link', { name: /^Games/ }).click();
    await expect(bo.page).toHaveTitle(/· Games/);

    await ada.says('Anybody for chess?');
    await spaces.getByRole('link').first().click();
    await expect(bo.page).not.toHaveTitle(/Games/);
    await ada.says('Or go?');
    await expect(spaces.getByRole('link', { name: 'Games, new messages' })).toBeVisible();
    await show(bo.page, 'rail');
    await bo.page.goBack();
    await expect(bo.page).toHaveTitle(/· Games/);
    await expect(spaces.getByRole('link', { name: 'Games', exact: true })).toBeVisible();

    await chooses(bo, 'Leave the space');
    await show(bo.page, 'leave-space');
    await bo.page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
    await expect(spaces).toBeHidden();
    await expect(page.getByRole('complementary').getByRole('button', { name: /^Bo/ })).toBeHidden();
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** A finger from side to side; the way back puts a drawer away. */
test('the sides on a phone', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada', PHONE);
  try {
    await ada.setsUp(server);
    const hand = await Hand.of(server, 'ada');
    const plots = await hand.channel({ name: 'Plots', kind: 'category' });
    await hand.channel({ name: 'a-very-long-name-for-a-channel', parentId: plots.id });
    const { page } = ada;
    const people = page.getByRole('complementary', { name: 'Members' });
    await swipes(ada, 60, 300);
    await expect(side(ada)).toBeInViewport();
    await showHere(page, 'phone-side');
    await swipes(ada, 300, 60);
    await expect(side(ada)).toBeHidden();
    await swipes(ada, 300, 60);
    await expect(people).toBeInViewport();
    await page.goBack();
    await expect(people).toBeHidden();
    await expect(page).toHaveTitle(/^#general/);

    // Going elsewhere from a drawer is one step, not two.
    await page.getByRole('button', { name: 'Channels' }).tap();
    await row(ada, 'a-very-long-name-for-a-channel').tap();
    await expect(page).toHaveTitle(/^#a-very-long/);
    await expect(side(ada)).toBeHidden();
    await page.goBack();
    await expect(page).toHaveTitle(/^#general/);
    await expect(side(ada)).toBeHidden();
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** A finger goes across the conversation. */
async function swipes(person: Person, from: number, to: number): Promise<void> {
  const session = await person.context.newCDPSession(person.page);
  const at = (x: number) => [{ x, y: 300 }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(to) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Whoever wrote, and whoever is called, is shown close up from the message. */
test('people in messages', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.joinsBy(await ada.invites());
    await bo.says('@Ada hello');
    await ada.sees('@Ada hello');
    const { page } = ada;
    const message = ada.message('@Ada hello');
    const card = (name: string): Locator => page.getByRole('dialog', { name, exact: true });
    for (const place of [message.locator('.who'), message.locator('.avatar')]) {
      await place.click();
      await expect(card('Bo')).toBeVisible();
      await showHere(page, 'message-person');
      await page.keyboard.press('Escape');
      await expect(card('Bo')).toBeHidden();
    }
    await message.getByText('@Ada', { exact: true }).click();
    await expect(card('Ada')).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(card('Ada')).toBeHidden();
    // By keyboard it stands in the menu of the message.
    await ada.uses('About Bo', '@Ada hello');
    await expect(card('Bo')).toBeVisible();
    await card('Bo').getByRole('button', { name: 'Message', exact: true }).click();
    await expect(page.getByRole('textbox', { name: 'Message Bo' })).toBeFocused();
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});
