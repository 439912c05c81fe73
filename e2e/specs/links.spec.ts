import { expect, test } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { resetPath } from '../support/history';
import { Person } from '../support/person';
import { Server } from '../support/server';

/** Who forgot the password gets a link from whoever runs the server, and it works once. */
test('a forgotten password', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  const bo = await Person.arrives(browser, 'Bo');
  try {
    await ada.setsUp(server);
    await bo.joinsBy(await ada.invites());
    const path = await resetPath(server, 'ada', 'bo');

    // Also where Bo is still signed in; it is over there as well.
    const { page } = bo;
    await page.goto(server.address + path);
    await expect(page).toHaveTitle(/^Choose another password/);
    await expectAccessible(page);
    await page.getByLabel('New password').fill('another lantern over dry slate');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByRole('heading', { name: 'Your password is changed' })).toBeVisible();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('User name or e-mail').fill('bo');
    await page.getByLabel('Password', { exact: true }).fill('another lantern over dry slate');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await bo.isIn();

    await page.goto(server.address + path);
    await page.getByLabel('New password').fill('a third lantern over slate');
    await page.getByRole('button', { name: 'Change the password' }).click();
    await expect(page.getByRole('alert')).toContainText('used already or is too old');
  } finally {
    await bo.leaves();
    await ada.leaves();
    await server.stop();
  }
});

/** Where no mail is sent nobody is told to wait for any, and a link of nobody's does nothing. */
test('links that are not good', async ({ browser }) => {
  const server = await Server.start();
  const ada = await Person.arrives(browser, 'Ada');
  try {
    await ada.setsUp(server);
    const { page } = ada;
    await page.goto(`${server.address}/confirm-email#token=nothing`);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByRole('alert')).toContainText('used already or is too old');

    const cy = await Person.arrives(browser, 'Cy');
    await cy.page.goto(`${server.address}/login`);
    await expect(cy.page.getByRole('heading', { name: /^Sign in/ })).toBeVisible();
    await expect(cy.page.getByRole('link', { name: 'I forgot my password' })).toBeHidden();
    await cy.page.goto(`${server.address}/forgot`);
    await expectAccessible(cy.page);
    await cy.page.getByLabel('E-mail').fill('cy@example.org');
    await cy.page.getByRole('button', { name: 'Send me a link' }).click();
    await expect(cy.page.getByRole('alert')).toContainText('sends no mail');
    await cy.leaves();
  } finally {
    await ada.leaves();
    await server.stop();
  }
});
