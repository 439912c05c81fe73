/**
 * A server of the test's own, and people at it. Whoever a test names in its arguments is there when
 * it begins; when it ends, however it ends, everybody leaves and the server stops.
 */
import { test as base, type BrowserContextOptions } from '@playwright/test';
import { Person } from './person';
import { Server } from './server';

interface House {
  /** `PARLOR_*` variables for the server: `test.use({ settings })`. */
  settings: Record<string, string>;
  server: Server;
  /** Somebody comes with a browser of their own; `options` make it a phone, say. */
  arrives: (name: string, options?: BrowserContextOptions) => Promise<Person>;
  /** Has set the server up, and owns it. */
  ada: Person;
  /** A member, by Ada's invite. */
  bo: Person;
}

/** Playwright's `test` in such a house. */
export const test = base.extend<House>({
  settings: [{}, { option: true }],
  server: async ({ settings }, use) => {
    const server = await Server.start(settings);
    await use(server);
    await server.stop();
  },
  // They leave before the server does.
  arrives: async ({ browser, server: _server }, use) => {
    const people: Person[] = [];
    await use(async (name, options) => {
      const person = await Person.arrives(browser, name, options);
      people.push(person);
      return person;
    });
    for (const person of people) await person.leaves();
  },
  ada: async ({ server, arrives }, use) => {
    const ada = await arrives('Ada');
    await ada.setsUp(server);
    await use(ada);
  },
  bo: async ({ ada, arrives }, use) => {
    const bo = await arrives('Bo');
    await bo.joinsBy(await ada.invites());
    await use(bo);
  },
});
