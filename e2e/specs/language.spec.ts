import { devices, expect, type Locator, type Page } from '@playwright/test';
import { test } from '../support/house';
import type { Person } from '../support/person';
import { picture, show, showHere } from '../support/pictures';

const PHONE = { ...devices['Pixel 7'], viewport: { width: 390, height: 844 } };

// Many pictures, in both themes and both widths.
test.setTimeout(300_000);

/** What a name is wrapped in, so that it keeps its own direction. */
const isolated = (name: string): string => `\u2068${name}\u2069`;

const COMPOSER = `رسالة إلى ${isolated('general')}`;

const composer = (page: Page): Locator => page.getByRole('textbox', { name: COMPOSER });

/** The middle of something, from the left. */
async function middleOf(what: Locator): Promise<number> {
  const box = await what.boundingBox();
  if (!box) throw new Error('it is not on the screen');
  return box.x + box.width / 2;
}

/** In Arabic from the next page on, as if it had been chosen before. */
async function readsArabic({ page }: Person): Promise<void> {
  await page.evaluate(() => localStorage.setItem('parlor.looks', '{"language":"ar"}'));
  await page.reload();
  await expect(composer(page)).toBeVisible();
}

/** Who never chose reads what the browser asks for, from the first moment on. */
test('as the browser asks', async ({ server, ada, arrives }) => {
  await ada.invites();
  const cleo = await arrives('Cleo', { locale: 'ar-EG' });
  const root = cleo.page.locator('html');
  await cleo.page.goto(`${server.address}/login`);
  await expect(cleo.page.getByRole('button', { name: 'تسجيل الدخول' })).toBeVisible();
  await expect(root).toHaveAttribute('lang', 'ar');
  await expect(root).toHaveAttribute('dir', 'rtl');
  await show(cleo.page, 'language-login');
  // What the server says of it is said in the same language.
  await cleo.page.getByLabel('اسم المستخدم أو البريد الإلكتروني').fill('nobody');
  await cleo.page.getByLabel('كلمة المرور', { exact: true }).fill('nothing at all');
  await cleo.page.getByRole('button', { name: 'تسجيل الدخول' }).click();
  await expect(cleo.page.getByText('الاسم أو كلمة المرور غير صحيحة.')).toBeVisible();

  // Without any of the client but the first script it is mirrored already.
  await cleo.page.route('**/assets/*.js', (route) => route.abort());
  await cleo.page.reload({ waitUntil: 'domcontentloaded' });
  await expect(root).toHaveAttribute('dir', 'rtl');
  await cleo.page.unroute('**/assets/*.js');

  // Welsh is not here yet; English is.
  const dee = await arrives('Dee', { locale: 'cy' });
  await dee.page.goto(`${server.address}/login`);
  await expect(dee.page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  await expect(dee.page.locator('html')).toHaveAttribute('lang', 'en');
});

/** Where the words cannot be had, English is there, and looks like English. */
test('without its words', async ({ ada }) => {
  await ada.page.evaluate(() => localStorage.setItem('parlor.looks', '{"language":"ar"}'));
  await ada.context.route('**/assets/arabic-*.js', (route) => route.abort());
  // The worker has them as well.
  await ada.page.evaluate(async () => {
    for (const each of await navigator.serviceWorker.getRegistrations()) await each.unregister();
  });
  await ada.page.reload();
  await expect(ada.composer).toBeVisible();
  await expect(ada.page.locator('html')).toHaveAttribute('dir', 'ltr');
  await expect(ada.page.locator('html')).toHaveAttribute('lang', 'en');
});

/** Everything turns round at once, and nothing that was begun is lost. */
test('chosen in the settings', async ({ server, ada, bo }) => {
  const { page } = ada;
  await bo.says('The gate is open again');
  await bo.says('مرحبًا! هل أغلق أحدكم البوابة؟');
  await bo.says('Here is how:\n```js\nconst gate = open("north");\n```\n- first\n- second');
  await ada.sees('The gate is open again');
  await ada.uses('Reply', 'The gate is open again');
  await ada.says('سأغلقها حالًا يا Bo, thanks');
  await ada.reacts('The gate is open again', 'rocket');
  await ada.composer.fill('a draft');

  await page.getByRole('group', { name: 'You' }).getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'Appearance' }).click();
  await page.evaluate(() => Object.assign(window, { stays: true }));
  await page.getByRole('radio', { name: 'العربية' }).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { name: 'اللغة' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl');
  await expect(page.getByRole('radio', { name: 'العربية' })).toBeFocused();
  await show(page, 'language-settings');
  await page.getByRole('link', { name: 'الملف الشخصي' }).click();
  await show(page, 'language-profile');
  await page.keyboard.press('Escape');

  // The same window, with what was begun in it.
  await expect(composer(page)).toHaveValue('a draft');
  expect(await page.evaluate(() => 'stays' in window)).toBe(true);
  const channels = page.getByRole('navigation', { name: 'القنوات' });
  expect(await middleOf(channels)).toBeGreaterThan(await middleOf(ada.log));
  await composer(page).fill('كل شيء على ما يرام');
  await composer(page).press('Enter');
  await bo.sees('كل شيء على ما يرام');
  await show(page, 'language-channel');

  await page.reload();
  await expect(composer(page)).toBeVisible();
  await page.goto(`${server.address}/settings/appearance`);
  await page.getByRole('radio', { name: 'English' }).check();
  await expect(page.getByRole('heading', { name: 'Language' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('dir', 'ltr');
  await page.getByRole('radio', { name: 'As the browser' }).check();
  expect(await page.evaluate(() => localStorage.getItem('parlor.looks'))).toBeNull();
});

/** Menus, pickers and panels by keyboard: what leads on lies to the left. */
test('by keyboard', async ({ ada, bo }) => {
  const { page } = ada;
  await bo.says('Somebody left the gate open');
  await ada.sees('Somebody left the gate open');
  await readsArabic(ada);

  await ada.message('Somebody left the gate open').focus();
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: 'المزيد', exact: true }).focus();
  await page.keyboard.press('Enter');
  const menu = page.getByRole('dialog', { name: 'الرسالة' });
  await expect(menu).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(menu.getByRole('button', { name: 'تثبيت' })).toBeVisible();
  await show(page, 'language-menu');
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();

  await page.getByRole('button', { name: 'إدراج رمز تعبيري' }).click();
  const options = page.getByRole('option');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowLeft');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(options.first()).toHaveAttribute('aria-selected', 'true');
  await showHere(page, 'language-emoji');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'البحث أو الانتقال إلى' }).fill('قناة');
  await expect(page.getByRole('option', { name: 'إنشاء قناة' })).toBeVisible();
  await show(page, 'language-palette');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+/');
  await expect(page.getByRole('dialog', { name: 'اختصارات لوحة المفاتيح' })).toBeVisible();
  await showHere(page, 'language-keys');
  await page.keyboard.press('Escape');

  await page.keyboard.press('Control+f');
  await page.getByRole('combobox', { name: 'البحث في الرسائل' }).fill('gate');
  await expect(page.getByRole('list', { name: 'الرسائل التي عُثر عليها' })).toBeVisible();
  await show(page, 'language-search');
});

/** Forms, questions and the pages of a space. */
test('what else there is', async ({ server, ada, bo }) => {
  const { page } = ada;
  await bo.isIn();
  await readsArabic(ada);
  await page.getByRole('button', { name: /Bo/ }).first().click();
  await picture(page, 'language-person');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'دعوة أشخاص' }).click();
  await page.getByRole('button', { name: 'إنشاء رابط' }).click();
  await expect(page.getByLabel('رابط الدعوة')).toBeVisible();
  await show(page, 'language-invite');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: `قائمة ${isolated('Parlor')}` }).click();
  await show(page, 'language-space-menu');
  await page.getByRole('button', { name: 'إعدادات المساحة' }).click();
  await page.getByRole('link', { name: 'الأدوار' }).click();
  await page.getByRole('button', { name: 'إنشاء دور' }).click();
  await expect(page.getByRole('switch', { name: 'كتابة الرسائل' })).toBeVisible();
  await show(page, 'language-role');
  await page.getByRole('link', { name: 'الأعضاء', exact: true }).click();
  await expect(page.getByRole('button', { name: `إجراءات ${isolated('Bo')}` })).toBeVisible();
  await show(page, 'language-members');
  await page.getByRole('link', { name: 'سجل التدقيق' }).click();
  await expect(page.getByText('أنشأ الدور')).toBeVisible();
  await show(page, 'language-log');
  await page.goto(`${server.address}/admin/limits`);
  await expect(page.getByRole('heading', { name: 'الحدود' })).toBeVisible();
  await show(page, 'language-admin');
  await page.goto(`${server.address}/settings/notifications`);
  await expect(page.getByRole('heading', { name: 'ما ينبّهك' })).toBeVisible();
  await showHere(page, 'language-notifications');
});

/** A finger that goes onwards, which is to the left, brings the channels from the right. */
test('on a phone', async ({ server, arrives }) => {
  const ada = await arrives('Ada', PHONE);
  await ada.setsUp(server);
  const { page } = ada;
  await ada.composer.fill('Somebody left the gate open');
  await page.getByRole('button', { name: 'Send' }).tap();
  await ada.sees('Somebody left the gate open');
  await readsArabic(ada);
  const channels = page.getByRole('navigation', { name: 'القنوات' });
  const people = page.getByRole('complementary', { name: 'الأعضاء' });
  await swipes(ada, 330, 90);
  await expect(channels).toBeInViewport();
  expect(await middleOf(channels)).toBeGreaterThan(390 / 2);
  await showHere(page, 'language-phone-channels');
  await swipes(ada, 90, 330);
  await expect(channels).toBeHidden();
  await swipes(ada, 90, 330);
  await expect(people).toBeInViewport();
  await expect.poll(() => middleOf(people)).toBeLessThan(390 / 2);
  await showHere(page, 'language-phone-people');
  await swipes(ada, 330, 90);
  await expect(people).toBeHidden();
});

/** A finger goes across the conversation. */
async function swipes({ context, page }: Person, from: number, to: number): Promise<void> {
  const session = await context.newCDPSession(page);
  const at = (x: number) => [{ x, y: 300 }];
  await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(from) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(to) });
  await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}
