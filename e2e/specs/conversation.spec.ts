import { expect } from '@playwright/test';
import { Script, write } from '../support/history';
import { test } from '../support/house';
import { show, showHere } from '../support/pictures';

/** Writing a past must not take longer than reading it. */
test.use({
  settings: {
    PARLOR_LIMITS__SENDS_PER_5_S: '100000',
    PARLOR_LIMITS__CHANGES_PER_10_S: '100000',
    PARLOR_ACCOUNTS__REGISTRATION: 'open',
  },
});

/** Two people say everything that can be said with text, and find each other by name. */
test('what people write means what they expect', async ({ ada, bo }) => {
  await ada.says('**bold** and `code`\n- one\n- two');
  const marked = bo.log.getByRole('article').last();
  await expect(marked.locator('strong')).toHaveText('bold');
  await expect(marked.locator('li')).toHaveText(['one', 'two']);
  await ada.says('```rust\nlet soil = probe.read()?;\n```');
  await expect(bo.log.locator('pre .hljs-keyword')).toHaveText('let');
  await ada.says('<img src=x onerror=alert(1)> is text');
  await bo.sees('<img src=x onerror=alert(1)> is text');
  await ada.says('it was ||the gardener||');
  await bo.log.getByRole('button', { name: /Hidden text/ }).click();
  await expect(bo.log.getByText('the gardener')).toBeVisible();

  // A name is completed by keyboard, and calls.
  await ada.composer.pressSequentially('hello @b');
  await expect(ada.page.getByRole('option', { name: /Bo/ })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await ada.composer.press('Tab');
  await expect(ada.composer).toHaveValue('hello @bo ');
  await ada.composer.pressSequentially('see #gen');
  await ada.composer.press('Enter');
  await ada.composer.pressSequentially('and :tada');
  await expect(ada.page.getByRole('option').first()).toBeVisible();
  await ada.composer.press('Enter');
  await ada.composer.press('Enter');
  const call = bo.log.getByRole('article').last();
  await expect(call).toContainText('hello @Bo see #general and 🎉');
  await expect(call).toHaveClass(/calls/);
  await expect(call.getByRole('link', { name: '#general' })).toBeVisible();
  // To be changed, it is what was typed.
  await ada.composer.press('ArrowUp');
  await expect(ada.page.getByRole('textbox', { name: 'Edit message' })).toHaveValue(
    /hello @bo see #general and/,
  );
  await ada.page.keyboard.press('Escape');

  // Ctrl+B marks what is selected.
  await ada.composer.fill('so');
  await ada.composer.press('ControlOrMeta+a');
  await ada.composer.press('ControlOrMeta+b');
  await expect(ada.composer).toHaveValue('**so**');
});

/** An answer says to what, leads there, and every tool of a message works by key and by menu. */
test('answers, pins and links', async ({ ada, bo }) => {
  await ada.says('Who has the key?');
  await bo.sees('Who has the key?');
  await bo.uses('Reply', 'Who has the key?');
  await expect(bo.page.getByText('Answering Ada')).toBeVisible();
  await bo.says('I do.');
  await ada.sees('I do.');
  const answer = ada.message('I do.');
  await expect(
    answer.getByRole('link', { name: /In answer to.*Ada.*Who has the key/ }),
  ).toBeVisible();
  await answer.getByRole('link', { name: /In answer to/ }).click();
  await expect(ada.message('Who has the key?')).toHaveClass(/lit/);

  // R answers, by keyboard alone.
  await ada.message('I do.').focus();
  await ada.page.keyboard.press('r');
  await expect(ada.page.getByText('Answering Bo')).toBeVisible();
  await expect(ada.composer).toBeFocused();
  // Begun is begun: it is there again when the page is.
  await ada.composer.fill('Then');
  await ada.page.reload();
  await ada.isIn();
  await expect(ada.page.getByText('Answering Bo')).toBeVisible();
  await expect(ada.composer).toHaveValue('Then');
  await ada.composer.fill('');
  await ada.composer.press('Escape');
  await expect(ada.page.getByText('Answering Bo')).toBeHidden();
  await ada.page.reload();
  await ada.isIn();
  await expect(ada.page.getByText('Answering Bo')).toBeHidden();

  // Who may, pins; who may not, is not offered it.
  await ada.uses('Pin', 'I do.');
  await expect(bo.message('I do.').getByText('Pinned')).toBeVisible();
  await ada.uses('Unpin', 'I do.');
  await expect(bo.message('I do.').getByText('Pinned')).toBeHidden();
  await bo.uses('More', 'Who has the key?');
  await expect(bo.page.getByRole('button', { name: 'Pin', exact: true })).toBeHidden();
  await bo.page.keyboard.press('Escape');

  // A link to a message opens it, also for somebody else.
  await ada.uses('Copy link', 'Who has the key?');
  const link = await ada.page.evaluate(() => navigator.clipboard.readText());
  await bo.page.goto(link);
  await expect(bo.message('Who has the key?')).toHaveClass(/lit/);

  // Shift spares the question.
  await ada.message('I do.').focus();
  await ada.page.keyboard.press('Shift+Delete');
  await expect(bo.message('I do.')).toHaveCount(0);
});

/** What is new is under a line, is counted, and is unread again when somebody says so. */
test('what is new', async ({ server, ada }) => {
  const bo = await Script.joins(server, 'bo', 'Bo');
  await write(
    server,
    'ada',
    Array.from({ length: 60 }, (_, index) => `old ${index}`),
  );
  await ada.page.reload();
  await ada.sees('old 59');
  await ada.page.goto('about:blank');
  await bo.writes(...Array.from({ length: 40 }, (_, index) => `new ${index}`));
  await ada.page.goto(server.address);
  await ada.isIn();
  // More than a screen: reading begins with the first of it.
  const line = ada.page.getByRole('separator', { name: 'New messages' });
  await expect(line).toBeInViewport();
  await expect(ada.message('new 0')).toBeInViewport();
  await expect(ada.message('new 39')).not.toBeInViewport();
  await ada.page.locator('.to-present').click();
  await expect(ada.message('new 39')).toBeInViewport();
  await bo.writes('one more');
  await ada.sees('one more');
  await ada.page.reload();
  await ada.sees('one more');
  await expect(line).toBeHidden();

  // Unread from here, by Alt and a click.
  await ada.message('new 38').click({ modifiers: ['Alt'] });
  await expect(line).toBeVisible();
  await ada.page.reload();
  await ada.isIn();
  await expect(line).toBeVisible();
  // Escape says that all of it has been seen.
  await ada.composer.press('Escape');
  await expect(line).toBeHidden();
});

/** Who may not write is told so before they try. */
test('writing that is not possible', async ({ server, bo }) => {
  const script = await Script.signsIn(server, 'ada');
  await script.changes(`/channels/${script.general.id}`, { slowModeSeconds: 5 });
  await bo.says('slowly');
  await bo.sees('slowly');
  await expect(bo.page.getByText('Slow mode: you can write again in')).toBeAttached();
  await bo.composer.fill('more');
  await expect(bo.page.getByRole('button', { name: 'Send' })).toBeDisabled();
  await expect(bo.page.getByRole('button', { name: 'Send' })).toBeEnabled();

  const me = await script.userId('bo');
  const timeoutUntil = new Date(Date.now() + 3_600_000).toISOString();
  await script.changes(`/spaces/${script.general.spaceId}/members/${me}`, { timeoutUntil });
  await expect(bo.page.getByText(/You are timed out until/)).toBeVisible();
  await script.changes(`/spaces/${script.general.spaceId}/members/${me}`, { timeoutUntil: null });
  await expect(bo.composer).toHaveValue('more');
});

/** Everything at once, with long names and long words, to look at. */
test('how a conversation looks', async ({ server, ada }) => {
  const bo = await Script.joins(
    server,
    'bo',
    'Bartholomew Featherstonehaugh-Cholmondeley the Younger',
  );
  const dee = await Script.joins(server, 'dee', 'דנה לוי');
  const first = await bo.writes(
    'The water is off at the top tap until **Monday**. Help yourselves to the _old butt_ by the shed, and see https://example.org/a/very/long/address/that/goes/on?and=on&on=and-on-and-on-and-on-and-on',
  );
  await bo.writes(
    '> I put it there\n\nThanks! ~~Tuesday~~ Wednesday, then:\n\n1. bring the key\n2. bring `2026-11.md`\n   - and a pen\n\n# Last thing\nIt was ||the gardener||.',
  );
  await bo.writes(
    '```rust\nlet soil = probe.read()?;\nprintln!("{:.1} % at {} and a very long line of code that is much wider than the column it stands in", soil.moisture, soil.taken_at);\n```',
  );
  await dee.writes('שלום לכולם, המפתח אצלי עד יום שלישי. The key is here!');
  await dee.writes(
    `Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft ${'a'.repeat(160)}`,
  );
  await dee.writes('🎉');
  await ada.page.reload();
  await ada.sees('🎉');
  await show(ada.page, 'conversation-marks');
  const id = await bo.userId('ada');
  const answer = await dee.replies(
    first,
    `<@${id}> can you bring the key on Tuesday? Minutes are in <#${bo.general.id}>, see \`2026-11.md\``,
  );
  await dee.writes('No hurry.');
  await bo.reacts(answer, '👍', '🌧️');
  await ada.sees('No hurry.');
  await ada.message('No hurry.').click({ modifiers: ['Alt'] });
  await ada.uses('Reply', 'No hurry.');
  await ada.message('No hurry.').hover();
  await ada.composer.pressSequentially('Of course @b');
  await expect(ada.page.getByRole('option').first()).toBeVisible();
  await show(ada.page, 'conversation-answer');
  await ada.composer.press('Escape');
  await ada.uses('More', 'No hurry.');
  await showHere(ada.page, 'conversation-menu');
});

/** A window that becomes narrow, as a phone that is turned, leaves no hole where one writes. */
test('the message field is as high as its text in any window', async ({ ada }) => {
  const { page } = ada;
  const height = async () => (await ada.composer.boundingBox())?.height ?? 0;
  const before = await height();
  await page.setViewportSize({ width: 390, height: 844 });
  await expect.poll(height).toBeLessThan(2 * before);
  await ada.composer.fill('one\ntwo\nthree\nfour');
  await expect.poll(height).toBeGreaterThan(2 * before);
  await ada.composer.fill('');
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(height).toBe(before);
});
