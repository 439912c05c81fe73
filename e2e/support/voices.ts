/** People with voices: each in a browser process of their own, for a process has one microphone. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, expect, type Browser } from '@playwright/test';
import { Person } from './person';
import { test as house } from './house';
import { writeFilm, type Colour } from './films';
import { listenIn, writeTone } from './tones';

/** What a person says all the time. */
export interface Voice {
  person: Person;
  hz: number;
}

interface Voices {
  /** Somebody who hums at so many Hz comes; without a tone, they have no microphone. A camera sees one colour. */
  hums: (name: string, hz?: number, sees?: Colour) => Promise<Person>;
}

/** The house, with voices in it. */
export const test = house.extend<Voices>({
  hums: async ({ launchOptions }, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'parlor-tones-'));
    const people: { person: Person; browser: Browser }[] = [];
    await use(async (name, hz, sees) => {
      const film = join(folder, `${name}.y4m`);
      if (sees !== undefined) writeFilm(film, sees);
      const tone = join(folder, `${name}.wav`);
      if (hz !== undefined) writeTone(tone, hz);
      const browser = await chromium.launch({
        ...launchOptions,
        args: [
          ...(launchOptions.args ?? []),
          '--autoplay-policy=no-user-gesture-required',
          ...(hz === undefined
            ? []
            : [
                '--use-fake-ui-for-media-stream',
                '--use-fake-device-for-media-stream',
                `--use-file-for-fake-audio-capture=${tone}`,
              ]),
          ...(sees === undefined ? [] : [`--use-file-for-fake-video-capture=${film}`]),
        ],
      });
      const person = await Person.arrives(browser, name, {
        viewport: { width: 1280, height: 800 },
      });
      await listenIn(person.page);
      // Filters are made for speech: a tone that never ends is noise to them.
      await person.page.addInitScript(() => {
        const plain = { echo: false, noise: false, gain: false, sounds: false };
        localStorage.setItem('parlor.voice', JSON.stringify(plain));
      });
      people.push({ person, browser });
      return person;
    });
    for (const { person, browser } of people) {
      await person.leaves();
      await browser.close();
    }
    rmSync(folder, { recursive: true, force: true });
  },
});

/** Sits down in the voice channel of this name, from the list of channels. */
export async function sitsIn({ page }: Person, channel: string): Promise<void> {
  await page.getByRole('link', { name: new RegExp(`^${channel} ?, voice`) }).click();
  await isConnected(page);
}

/** The bar says that voice works. */
export async function isConnected(page: Person['page']): Promise<void> {
  await expect(bar(page).getByText('Voice connected')).toBeVisible({ timeout: 20_000 });
}

/** One's own call, above oneself. */
export function bar(page: Person['page']) {
  return page.getByRole('region', { name: 'Voice', exact: true });
}

/** Who is in a voice channel, in the list. */
export function roster(page: Person['page'], channel: string) {
  return page.getByRole('list', { name: `In ${channel}` });
}
