/** People at browsers, in their words: `await ada.says('hi')`, `await bo.sees('hi')`. */
import {
  expect,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type Locator,
  type Page,
} from '@playwright/test';
import type { Server } from './server';

/** Good enough for the server's rules, and the same for all. */
export const PASSWORD = 'copper lantern over wet slate';

/** The tools one sees without opening the menu. */
const IN_BAR = new Set(['React', 'Reply', 'Edit', 'More']);

/** Somebody with a browser of their own. */
export class Person {
  private constructor(
    readonly name: string,
    readonly context: BrowserContext,
    readonly page: Page,
    /** What went wrong in the browser without anybody seeing it. */
    readonly complaints: string[],
  ) {}

  /** Opens a browser; `options` make it a phone, say. */
  static async arrives(
    browser: Browser,
    name: string,
    options: BrowserContextOptions = {},
  ): Promise<Person> {
    const context = await browser.newContext(options);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      // The client talks to its own server and to nobody else.
      const { hostname, protocol } = new URL(request.url());
      // What a window has in its own hands is asked of nobody.
      if (hostname !== '127.0.0.1' && protocol !== 'blob:')
        complaints.push(`asked ${request.url()}`);
    });
    page.on('console', (message) => {
      // A lost server is logged by the browser itself, and is often just what a test does.
      const network = /net::ERR_|Failed to load resource|WebSocket connection to/;
      if (message.type() === 'error' && !network.test(message.text())) {
        complaints.push(message.text());
      }
    });
    return new Person(name, context, page, complaints);
  }

  /** Another window of the same browser. */
  async opensAnotherWindow(): Promise<Page> {
    return this.context.newPage();
  }

  /** Follows the set-up link and becomes the owner. */
  async setsUp(server: Server): Promise<void> {
    if (!server.setupLink) throw new Error('the server printed no set-up link');
    await this.page.goto(server.setupLink);
    await this.makesAccount('Set up and enter');
    await this.isIn();
  }

  /** Follows an invite and becomes a member. */
  async joinsBy(link: string): Promise<void> {
    await this.page.goto(link);
    await this.makesAccount(/^Join /);
    await this.isIn();
  }

  /** Fills in the form for a new account and sends it. */
  async makesAccount(action: string | RegExp): Promise<void> {
    await this.page.getByLabel('User name').fill(this.name.toLowerCase());
    await this.page.getByLabel('Display name (optional)').fill(this.name);
    await this.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await this.page.getByRole('button', { name: action }).click();
  }

  /** Signs in with the account from before. */
  async signsIn(server: Server): Promise<void> {
    await this.page.goto(`${server.address}/login`);
    await this.page.getByLabel('User name or e-mail').fill(this.name.toLowerCase());
    await this.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.isIn();
  }

  /** Waits until the conversation is there. */
  async isIn(): Promise<void> {
    await expect(this.composer).toBeVisible();
    await expect(this.log).not.toHaveAttribute('aria-busy', 'true');
  }

  /** Makes an invite and gives the link. */
  async invites(): Promise<string> {
    await this.page.getByRole('button', { name: 'Invite people' }).click();
    await this.page.getByRole('button', { name: 'Make a link' }).click();
    const link = await this.page.getByLabel('Invite link').inputValue();
    await this.page.keyboard.press('Escape');
    await expect(this.page.getByRole('dialog')).toBeHidden();
    return link;
  }

  get composer(): Locator {
    return this.page.getByRole('textbox', { name: 'Message general' });
  }

  get log(): Locator {
    return this.page.getByRole('log');
  }

  /** The message with just this text. */
  message(text: string): Locator {
    return this.log
      .getByRole('article')
      .filter({ has: this.page.locator('.text').getByText(text, { exact: true }) });
  }

  /** Writes, and sends with Enter. */
  async says(text: string): Promise<void> {
    await this.composer.fill(text);
    await this.composer.press('Enter');
  }

  /** Sees a message exactly once, as something the server has. */
  async sees(text: string): Promise<void> {
    await expect(this.message(text)).toHaveCount(1);
    await expect(this.message(text)).not.toHaveClass(/pending|failed/);
  }

  /** Uses a tool of a message. */
  async uses(tool: string, text: string): Promise<void> {
    // From somewhere else, as a hand comes: what an earlier pointing brought up is gone then.
    await this.page.mouse.move(0, 0);
    await this.message(text).hover();
    const message = this.message(text);
    // What is not in the bar stands in the menu behind it.
    if (!IN_BAR.has(tool)) await message.getByRole('button', { name: 'More', exact: true }).click();
    await message.getByRole('button', { name: tool, exact: true }).last().click();
  }

  /** Reacts with the emoji of this name. */
  async reacts(text: string, emojiName: string): Promise<void> {
    await this.uses('React', text);
    await this.page.getByRole('combobox', { name: 'Search emoji' }).fill(emojiName);
    await this.page.keyboard.press('Enter');
  }

  /** The reaction under a message. */
  reaction(text: string, emoji: string): Locator {
    return this.message(text).getByRole('button', { name: new RegExp(`^${emoji},`) });
  }

  /** Comes back to a server that is up again, without waiting for the next try. */
  async comesBack(): Promise<void> {
    const tryNow = this.page.getByRole('button', { name: 'Try now' }).first();
    await expect(async () => {
      // It may come back by itself before anybody can press.
      if (await tryNow.isVisible()) await tryNow.click({ timeout: 1_000 });
      await expect(tryNow).toBeHidden({ timeout: 2_000 });
    }).toPass();
  }

  /** Closes the browser; nothing may have gone wrong unseen. */
  async leaves(): Promise<void> {
    await this.context.close();
    expect(this.complaints, `${this.name}'s browser complained`).toEqual([]);
  }
}
