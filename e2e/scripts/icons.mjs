// Draws the pictures that systems want as PNG from the one that is drawn: `node scripts/icons.mjs`.
// They are committed, for they change as rarely as `frontend/public/icon.svg` does.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const PUBLIC = fileURLToPath(new URL('../../frontend/public/', import.meta.url));
const drawn = readFileSync(`${PUBLIC}icon.svg`, 'utf8');

// A system cuts its own shape out of it: the ground goes to the edge.
const uncut = drawn.replace(' rx="9"', '');

const PICTURES = [
  ['icon-192.png', drawn, 192],
  ['icon-512.png', drawn, 512],
  ['icon-maskable-512.png', uncut, 512],
  ['apple-touch-icon.png', uncut, 180],
];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
for (const [name, svg, size] of PICTURES) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(`<body style="margin:0">${svg}`);
  await page.addStyleTag({
    content: `svg { display: block; width: ${size}px; height: ${size}px }`,
  });
  await page.screenshot({ path: PUBLIC + name, omitBackground: true });
  await page.close();
}
await browser.close();
