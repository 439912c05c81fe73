/** Cameras that a program can tell apart: each person's is one colour, and what a window shows is looked at by its pixels. */
import { writeFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** In the browser's own words for colours: light, and two differences. */
const COLOURS = {
  red: [82, 90, 240],
  blue: [41, 240, 110],
  green: [145, 54, 34],
} as const;

export type Colour = keyof typeof COLOURS;

/** What a camera sees, wide and high enough for two layers. */
const WIDTH = 640;
const HEIGHT = 360;

/** Writes a film in Y4M, to be played by a browser as what its camera sees. */
export function writeFilm(path: string, colour: Colour): void {
  const [light, blue, red] = COLOURS[colour];
  const frame = Buffer.concat([
    Buffer.from('FRAME\n'),
    Buffer.alloc(WIDTH * HEIGHT, light),
    Buffer.alloc((WIDTH * HEIGHT) / 4, blue),
    Buffer.alloc((WIDTH * HEIGHT) / 4, red),
  ]);
  const head = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420\n`);
  writeFileSync(path, Buffer.concat([head, frame, frame]));
}

/** The picture of this name in the room. */
export function tile(page: Page, name: string): Locator {
  return page
    .getByRole('region', { name: 'Cameras and screens' })
    .getByRole('button')
    .filter({ has: page.getByText(name, { exact: true }) });
}

interface Seen {
  colour: string;
  width: number;
}

/** What is in the middle of it now: the strongest of three colours, or `none`. */
async function seenOn(where: Locator): Promise<Seen> {
  return where.locator('video').evaluate((video: HTMLVideoElement) => {
    const { videoWidth: width } = video;
    if (width === 0) return { colour: 'none', width };
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    const drawn = canvas.getContext('2d');
    drawn?.drawImage(video, 0, 0, 1, 1);
    const pixel = drawn?.getImageData(0, 0, 1, 1).data ?? new Uint8ClampedArray(4);
    const [red = 0, green = 0, blue = 0] = pixel;
    const most = Math.max(red, green, blue);
    const least = Math.min(red, green, blue);
    if (most - least < 60) return { colour: 'none', width };
    return { colour: most === red ? 'red' : most === blue ? 'blue' : 'green', width };
  });
}

/** It shows this colour. */
export async function expectSees(where: Locator, colour: Colour): Promise<void> {
  await expect
    .poll(async () => (await seenOn(where)).colour, { timeout: 30_000, intervals: [250] })
    .toBe(colour);
}

/** It shows a picture at least so wide, whatever it is. */
export async function expectPicture(where: Locator, width: number): Promise<void> {
  await expect
    .poll(async () => (await seenOn(where)).width, { timeout: 30_000, intervals: [250] })
    .toBeGreaterThanOrEqual(width);
}
