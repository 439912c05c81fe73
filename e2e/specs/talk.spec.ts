import { expect, test } from '@playwright/test';
import { Person } from '../support/person';
import { Server } from '../support/server';

/** Two strangers become members, talk and react, both ways and live, and correct themselves. */
test('two people talk', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    const link = await ada.invites();

    await bo.page.goto(link);
    await expect(bo.page.getByText('Ada invites you')).toBeVisible();
    await bo.joinsBy(link);
    await expect(
      ada.page.getByRole('complementary', { name: 'Members' }).getByText('Bo', { exact: true }),
    ).toBeVisible();

    await ada.says('Who has the key?');
    await bo.sees('Who has the key?');
    await bo.says('I do. See https://example.org/key.');
    await ada.sees('I do. See https://example.org/key.');
    await expect(ada.page.getByRole('link', { name: 'https://example.org/key' })).toHaveAttribute(
      'rel',
      /noopener/,
    );

    await ada.reacts('I do. See https://example.org/key.', 'thumbs up');
    await expect(bo.reaction('I do. See https://example.org/key.', '👍')).toHaveText(/1/);
    await bo.reaction('I do. See https://example.org/key.', '👍').click();
    await expect(ada.reaction('I do. See https://example.org/key.', '👍')).toHaveText(/2/);
    await expect(ada.reaction('I do. See https://example.org/key.', '👍')).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await ada.reaction('I do. See https://example.org/key.', '👍').click();
    await expect(bo.reaction('I do. See https://example.org/key.', '👍')).toHaveText(/1/);
    await bo.reacts('Who has the key?', 'tada');
    await expect(ada.reaction('Who has the key?', '🎉')).toHaveText(/1/);

    // Arrow up edits one's own last message.
    await ada.composer.press('ArrowUp');
    await ada.page.getByRole('textbox', { name: 'Edit message' }).fill('Who has the blue key?');
    await ada.page.keyboard.press('Enter');
    await bo.sees('Who has the blue key?');
    await expect(bo.message('Who has the blue key?')).toContainText('(edited)');
    await expect(bo.message('Who has the key?')).toHaveCount(0);
    // Reactions are not lost by an edit.
    await expect(ada.reaction('Who has the blue key?', '🎉')).toHaveText(/1/);

    await bo.uses('Delete', 'I do. See https://example.org/key.');
    await bo.page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect(ada.message('I do. See https://example.org/key.')).toHaveCount(0);
    await expect(bo.message('I do. See https://example.org/key.')).toHaveCount(0);
  } finally {
    await ada.leaves();
    await bo.leaves();
    await server.stop();
  }
});

/** A long message is counted and refused before it is sent; a line break is kept. */
test('what can be written', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    await ada.composer.fill('x'.repeat(4_001));
    await expect(ada.page.getByText('-1 characters left')).toBeVisible();
    await expect(ada.page.getByRole('button', { name: 'Send' })).toBeDisabled();
    await ada.composer.fill('one');
    await ada.composer.press('Shift+Enter');
    await ada.composer.pressSequentially('two');
    await ada.composer.press('Enter');
    await expect(ada.message('one\ntwo')).toHaveCount(1);
    await expect(ada.composer).toHaveValue('');

    // What is begun is still there after a reload.
    await ada.composer.fill('half a thought');
    await ada.page.reload();
    await expect(ada.composer).toHaveValue('half a thought');
  } finally {
    await ada.leaves();
    await server.stop();
  }
});
