/** Accessibility, as far as a program can judge it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Nothing on the page is seriously or critically wrong, by WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page): Promise<void> {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  await expectNothing(page, { type: 'tag', values: tags });
}

/** Every text stands out from its ground by 7:1, or 4.5:1 where it is large: WCAG 2.2 AAA, 1.4.6. */
export async function expectReadable(page: Page): Promise<void> {
  await expectNothing(page, { type: 'rule', values: ['color-contrast-enhanced'] });
}

async function expectNothing(
  page: Page,
  runOnly: { type: 'tag' | 'rule'; values: string[] },
): Promise<void> {
  // Half-way through a fade, colours are half-way too.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  );
  await page.evaluate(SOURCE);
  const results = await page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<unknown> } };
    return axe.run({ runOnly: only });
  }, runOnly);
  const found = (results as AxeResults).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map(({ html }) => html.slice(0, 160)),
    }));
  expect(found).toEqual([]);
}
