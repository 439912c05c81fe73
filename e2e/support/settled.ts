/** Waiting until a screen stands still. */
import type { Page } from '@playwright/test';

/** So many frames without a change are taken for standing still. */
const FRAMES = 3;

/**
 * Resolves when every picture and font is there, what moves once has moved, and nothing has changed
 * its place or size for some frames. What moves for ever, as a place that is still loading, may.
 */
export async function settled(page: Page): Promise<void> {
  const size = page.viewportSize();
  await page.waitForFunction((width) => innerWidth === width, size?.width ?? 0);
  await page.evaluate(async (frames) => {
    await document.fonts.ready;
    const frame = (): Promise<unknown> => new Promise(requestAnimationFrame);
    const isFinite = ({ effect }: Animation): boolean =>
      effect?.getComputedTiming().endTime !== Infinity;
    const moving = (): boolean =>
      document.getAnimations().some((each) => each.playState === 'running' && isFinite(each));
    const loading = (): boolean =>
      [...document.images].some(({ complete, loading: how }) => !complete && how !== 'lazy');
    // Where things are laid out, whatever is painted of them: a turning wheel stands still here.
    const layout = (): string =>
      Array.from(document.querySelectorAll<HTMLElement>('body *'), (each) =>
        [each.offsetLeft, each.offsetTop, each.offsetWidth, each.offsetHeight].join(),
      ).join(' ');
    let before = '';
    let still = 0;
    while (still < frames) {
      // oxlint-disable-next-line no-await-in-loop
      await frame();
      const now = layout();
      still = now === before && !moving() && !loading() ? still + 1 : 0;
      before = now;
    }
  }, FRAMES);
}
