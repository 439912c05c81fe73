/** Accessibility, as far as a program can judge it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults, Result } from 'axe-core';
import { settled } from './settled';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** WCAG 2.2, A and AA: nothing of it may be broken, however little. */
const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa'];

/** Good advice beyond it: what is serious counts. */
const ADVICE = 'best-practice';

/** All that another theme can change; everything else is the same in both. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];

/** Which rules are looked at: all of them, or those that another theme can break. */
export type Rules = 'all' | 'colours';

/** Nothing on the page is wrong, by WCAG 2.2 A and AA. */
export async function expectAccessible(page: Page, rules: Rules = 'all'): Promise<void> {
  await expectNothing(
    page,
    rules === 'all'
      ? { type: 'tag', values: [...WCAG, ADVICE] }
      : { type: 'rule', values: OF_COLOUR },
  );
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
  await settled(page);
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(SOURCE);
  const results = await page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: { run: (options: object) => Promise<unknown> } };
    return axe.run({ runOnly: only, resultTypes: ['violations'] });
  }, runOnly);
  const found = (results as AxeResults).violations.filter(counts).map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.map(({ html }) => html.slice(0, 160)),
  }));
  expect(found).toEqual([]);
}

function counts({ tags, impact }: Result): boolean {
  return !tags.includes(ADVICE) || impact === 'serious' || impact === 'critical';
}
