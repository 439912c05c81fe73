/** What a page costs, by counts that do not depend on how fast the machine is. */
import type { CDPSession, Page } from '@playwright/test';

/** What a page holds, after everything that is no longer needed was thrown away. */
export interface Held {
  /** Of JavaScript, in bytes. */
  heap: number;
  /** DOM nodes, also those that are in no document but are held. */
  nodes: number;
  listeners: number;
}

/** Looks into the browser behind a page. */
export class Gauge {
  private constructor(private readonly session: CDPSession) {}

  static async on(page: Page): Promise<Gauge> {
    const session = await page.context().newCDPSession(page);
    // The page's own time on the processor: others on the machine do not count.
    await session.send('Performance.enable', { timeDomain: 'threadTicks' });
    return new Gauge(session);
  }

  /** What is held now. */
  async held(): Promise<Held> {
    // What the first round lets go of may hold more that goes with the second.
    await this.session.send('HeapProfiler.collectGarbage');
    await this.session.send('HeapProfiler.collectGarbage');
    const { usedSize: heap } = await this.session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners: listeners } = await this.session.send('Memory.getDOMCounters');
    return { heap, nodes, listeners };
  }

  /** How often the page was laid out while something was done. */
  async layouts(doing: () => Promise<void>): Promise<number> {
    const before = await this.#metric('LayoutCount');
    await doing();
    return (await this.#metric('LayoutCount')) - before;
  }

  /** The page's time on the processor while something was done, in milliseconds. */
  async work(doing: () => Promise<void>): Promise<number> {
    const before = await this.#metric('TaskDuration');
    await doing();
    return ((await this.#metric('TaskDuration')) - before) * 1_000;
  }

  async #metric(wanted: string): Promise<number> {
    const { metrics } = await this.session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
  }
}
