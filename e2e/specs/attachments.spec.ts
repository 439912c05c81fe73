import { expect, test } from '@playwright/test';
import { hands, paper, picture, tone } from '../support/files';
import { Person } from '../support/person';
import { show, showHere } from '../support/pictures';
import { Server } from '../support/server';

/** Files are chosen, dropped and pasted, described, sent, seen by others, and saved. */
test('two people share files', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.joinsBy(await ada.invites());
    const shed = await picture(ada.page, 'the shed at dusk.png', 1_600, 900);

    await ada.page.locator('input[type=file]').setInputFiles(shed);
    const tray = ada.page.getByRole('list', { name: 'Files to send' });
    await expect(tray.getByText('the shed at dusk.png').first()).toBeVisible();
    await ada.page.getByRole('button', { name: 'Describe the shed at dusk.png' }).click();
    await ada.page.getByLabel(/What does it show/).fill('The shed, a green butt beside the door');
    await ada.page.getByRole('button', { name: 'Save' }).click();
    await hands(ada.composer, 'paste', tone('frogs.wav'));
    await hands(ada.composer, 'drop', paper('minutes of the meeting.txt', 'We met.'));
    await expect(tray.getByRole('listitem')).toHaveCount(3);
    await expect(tray.getByRole('progressbar')).toHaveCount(0);
    await showHere(ada.page, 'attachments-tray');
    await ada.says('From last night');
    await expect(tray).toBeHidden();

    // Its place is there before the picture is, and the picture fills it.
    const message = bo.message('From last night');
    const frame = message.getByRole('button', { name: /^Show The shed/ });
    expect(await frame.boundingBox()).toMatchObject({ width: 400, height: 225 });
    const image = message.getByRole('img', { name: /The shed/ });
    await expect(image).toHaveJSProperty('complete', true);
    expect(await image.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(
      0,
    );
    // The browser reads the sound, too.
    await expect(message.locator('audio')).toHaveJSProperty('duration', 0.5);
    const saving = bo.page.waitForEvent('download');
    await message.getByRole('button', { name: 'Download minutes of the meeting.txt' }).click();
    expect((await saving).suggestedFilename()).toBe('minutes of the meeting.txt');
    await show(bo.page, 'attachments');

    await frame.click();
    const large = bo.page.getByRole('dialog', { name: 'the shed at dusk.png' });
    await expect(large.getByRole('img', { name: /The shed/ })).toBeVisible();
    await expect(large.getByRole('button', { name: 'Describe this picture' })).toBeHidden();
    await showHere(bo.page, 'attachments-lightbox');
    await bo.page.keyboard.press('Escape');
    await expect(large).toBeHidden();
    await expect(frame).toBeFocused();

    // Who sent it says later what it shows, and everybody hears so.
    await ada
      .message('From last night')
      .getByRole('button', { name: /^Show The shed/ })
      .click();
    const own = ada.page.getByRole('dialog', { name: 'the shed at dusk.png' });
    await own.getByRole('button', { name: 'Describe this picture' }).click();
    await ada.page.getByLabel(/What does it show/).fill('The shed at dusk, its door open');
    await showHere(ada.page, 'attachments-describe');
    await ada.page.getByRole('button', { name: 'Save' }).click();
    await expect(own.getByText('The shed at dusk, its door open')).toBeVisible();
    await ada.page.keyboard.press('Escape');
    await expect(own).toBeHidden();
    await expect(
      message.getByRole('button', { name: 'Show The shed at dusk, its door open' }),
    ).toBeVisible();
    await expect(message.getByText('edited')).toBeHidden();

    // It goes with its message.
    await ada.uses('Delete', 'From last night');
    await ada.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(message).toHaveCount(0);
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** What cannot be sent is said before it is sent, and what was lost on the way is tried again. */
test('files that do not arrive', async ({ browser }) => {
  const server = await Server.start({ PARLOR_LIMITS__UPLOAD_BYTES_MAX: '20000' });
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const input = ada.page.locator('input[type=file]');
    await input.setInputFiles(paper('long.txt', 'x'.repeat(30_000)));
    await expect(
      ada.page
        .getByRole('region', { name: 'Notices' })
        .getByText(/long.txt has 29 kB. A file here has at most 20 kB/),
    ).toBeVisible();

    // The way to the server is cut, and mended.
    await ada.page.route('**/attachments', (route) => route.abort());
    await input.setInputFiles(paper('short.txt', 'hello'));
    await expect(ada.page.getByText(/cannot be reached/)).toBeVisible();
    await expect(ada.page.getByRole('alert')).toBeVisible();
    await ada.page.unroute('**/attachments');
    await ada.page.getByRole('button', { name: 'Try again' }).click();
    const tray = ada.page.getByRole('list', { name: 'Files to send' });
    await expect(tray.getByText('5 bytes')).toBeVisible();
    await expect(tray.getByRole('progressbar')).toBeHidden();

    // What the server has is still there after a reload, and goes with the message.
    await ada.page.reload();
    await ada.isIn();
    await expect(tray.getByText('short.txt')).toBeVisible();
    await ada.composer.press('Enter');
    await expect(ada.log.getByText('short.txt')).toBeVisible();
    await expect(tray).toBeHidden();

    // One that is on its way can be waited for, or taken back.
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    await ada.page.route('**/attachments', async (route) => {
      await held;
      await route.continue();
    });
    await input.setInputFiles([paper('one.txt', 'one'), paper('two.txt', 'two')]);
    await ada.page.getByRole('button', { name: 'Remove two.txt' }).click();
    await ada.says('with a file');
    await expect(ada.page.getByText(/Sent as soon as the files are there/)).toBeVisible();
    release();
    await ada.sees('with a file');
    await expect(ada.message('with a file').getByText('one.txt')).toBeVisible();
    await expect(ada.log.getByText('two.txt')).toHaveCount(0);
  } finally {
    await ada.leaves();
    await server.stop();
  }
});
