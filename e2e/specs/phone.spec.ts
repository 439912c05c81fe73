import { devices, expect, test } from '@playwright/test';
import { Person } from '../support/person';
import { showHere } from '../support/pictures';
import { Server } from '../support/server';

/** 390 pixels wide, with a finger instead of a mouse. */
const PHONE = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } };

test.setTimeout(120_000);

/** On a phone: one column, channels and people as drawers, tools by a long touch. */
test('a phone', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada', PHONE);
  try {
    await ada.page.goto(server.setupLink ?? '');
    await showHere(ada.page, 'phone-setup');
    await ada.setsUp(server);
    const { page } = ada;

    // Enter makes a line; the button sends.
    await ada.composer.fill('Somebody left the gate open');
    await ada.composer.press('Enter');
    await ada.composer.pressSequentially('again');
    await page.getByRole('button', { name: 'Send' }).tap();
    await ada.sees('Somebody left the gate open\nagain');
    await showHere(ada.page, 'phone');

    const message = ada.message('Somebody left the gate open\nagain');
    await touchLong(ada, 'Somebody left the gate open\nagain');
    await expect(page.getByRole('dialog', { name: 'Message from Ada' })).toBeVisible();
    await showHere(ada.page, 'phone-sheet');
    await page.getByRole('button', { name: 'React' }).tap();
    await page.getByRole('combobox', { name: 'Search emoji' }).fill('rocket');
    await showHere(ada.page, 'phone-picker');
    await page.getByRole('option', { name: 'rocket' }).tap();
    await expect(ada.reaction('Somebody left the gate open\nagain', '🚀')).toBeVisible();
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(message).toHaveCount(1);

    await touchLong(ada, 'Somebody left the gate open\nagain');
    await page.getByRole('button', { name: 'Edit' }).tap();
    const box = page.getByRole('textbox', { name: 'Edit message' });
    await box.fill('Somebody shut the gate');
    await box.press('Enter');
    await box.pressSequentially('thank you');
    await showHere(ada.page, 'phone-editing');
    await page.getByRole('button', { name: 'Save' }).tap();
    await ada.sees('Somebody shut the gate\nthank you');

    await page.getByRole('button', { name: 'Channels' }).tap();
    await expect(page.getByRole('navigation', { name: 'Channels' })).toBeInViewport();
    await showHere(ada.page, 'phone-channels');
    await page.getByRole('navigation').getByRole('button', { name: 'Close' }).tap();
    await expect(page.getByRole('navigation', { name: 'Channels' })).toBeHidden();

    await page.getByRole('button', { name: 'Members' }).tap();
    await expect(page.getByRole('complementary', { name: 'Members' })).toBeInViewport();
    await showHere(ada.page, 'phone-people');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('complementary', { name: 'Members' })).toBeHidden();

    // The way back closes a panel; who goes somewhere from it does not come back to it.
    const inbox = page.getByRole('complementary', { name: 'Inbox' });
    const pins = page.getByRole('complementary', { name: 'Pinned messages' });
    await page.getByRole('button', { name: 'Pinned messages' }).tap();
    await expect(pins).toBeInViewport();
    await page.goBack();
    await expect(pins).toBeHidden();
    await ada.isIn();
    await page.getByRole('button', { name: 'Channels' }).tap();
    await page.getByRole('button', { name: /^Inbox/ }).tap();
    await expect(inbox).toBeInViewport();
    await expect(page.getByRole('navigation', { name: 'Channels' })).toBeHidden();
    await inbox.getByRole('button', { name: 'Close' }).tap();
    await expect(inbox).toBeHidden();
    await ada.isIn();
  } finally {
    await ada.leaves();
    await server.stop();
  }
});

/** A finger that stays, as the browser reports it. */
async function touchLong(person: Person, text: string): Promise<void> {
  const box = await person.message(text).boundingBox();
  if (!box) throw new Error('the message is not on the screen');
  const session = await person.context.newCDPSession(person.page);
  const touchPoints = [{ x: box.x + 120, y: box.y + 30 }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints });
  await expect(person.page.getByRole('dialog')).toBeVisible();
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
