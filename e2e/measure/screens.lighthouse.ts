import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { chromium, expect, type Page } from '@playwright/test';
import { Script } from '../support/history';
import { test } from '../support/house';
import { PASSWORD } from '../support/person';

/** What a page must reach, of 1. */
const GOALS = { accessibility: 1, 'best-practices': 0.95 };

/** How a screen is seen. */
const FORMS = ['desktop', 'mobile'] as const;

interface Audit {
  title: string;
  score: number | null;
  scoreDisplayMode: string;
  details?: { items?: unknown[] };
}

interface Report {
  finalDisplayedUrl: string;
  categories: Record<string, { score: number | null; auditRefs: { id: string }[] }>;
  audits: Record<string, Audit>;
}

/** What keeps a page from the whole score, with the places it is about. */
function losses({ categories, audits }: Report, category: string): string[] {
  const refs = categories[category]?.auditRefs ?? [];
  return refs.flatMap(({ id }) => {
    const audit = audits[id];
    if (!audit || audit.score === null || audit.score >= 1) return [];
    return [`${id}: ${audit.title}\n${JSON.stringify(audit.details?.items ?? [], null, 1)}`];
  });
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

/** Lighthouse judges a page in the browser that is open at this port, as whoever is signed in there. */
async function judge(address: string, port: number, form: (typeof FORMS)[number], folder: string) {
  const [node, cli] = ['NODE', 'CLI'].map((each) => process.env[`PARLOR_LIGHTHOUSE_${each}`] ?? '');
  const to = join(folder, 'report.json');
  const looks = form === 'desktop' ? ['--preset=desktop'] : [];
  await promisify(execFile)(node ?? '', [
    cli ?? '',
    address,
    `--port=${port}`,
    '--disable-storage-reset',
    `--only-categories=${Object.keys(GOALS).join(',')}`,
    '--output=json',
    `--output-path=${to}`,
    '--quiet',
    ...looks,
  ]);
  return JSON.parse(await readFile(to, 'utf8')) as Report;
}

async function signIn(page: Page, address: string): Promise<void> {
  await page.goto(`${address}/login`);
  await page.getByLabel('User name or e-mail').fill('ada');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('textbox', { name: 'Message general' })).toBeVisible();
}

/** The sign-in page and the main screen, wide and narrow. */
test('what Lighthouse says', async ({ server, ada }) => {
  await ada.says('Hello, is anybody here?');
  const script = await Script.signsIn(server, 'ada');
  const places = { 'sign in': '/login', 'main screen': `/channels/${script.general.id}` };
  const folder = await mkdtemp(join(tmpdir(), 'parlor-lighthouse-'));
  const port = await freePort();
  const { executablePath, args = [] } = test.info().project.use.launchOptions ?? {};
  const context = await chromium.launchPersistentContext(join(folder, 'browser'), {
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [...args, `--remote-debugging-port=${port}`],
  });
  const missed: string[] = [];
  try {
    for (const [name, path] of Object.entries(places)) {
      if (path !== '/login') await signIn(await context.newPage(), server.address);
      for (const form of FORMS) {
        const report = await judge(server.address + path, port, form, folder);
        // Not the sign-in page that stands before it.
        expect(report.finalDisplayedUrl).toBe(server.address + path);
        for (const [category, goal] of Object.entries(GOALS)) {
          const score = report.categories[category]?.score ?? 0;
          process.stdout.write(`${name}, ${form}, ${category}: ${Math.round(score * 100)}\n`);
          if (score >= goal) continue;
          missed.push([`${name}, ${form}, ${category}`, ...losses(report, category)].join('\n'));
        }
      }
    }
  } finally {
    await context.close();
    await rm(folder, { recursive: true, force: true });
  }
  expect(missed.join('\n\n')).toBe('');
});
