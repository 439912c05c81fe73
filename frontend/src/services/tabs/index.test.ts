import { expect, it, vi } from 'vitest';
import { nonce } from '../nonce';
import { Tabs } from './index';

/** The locks of one browser: each name is one queue. */
function browser() {
  let queue: Promise<unknown> = Promise.resolve();
  const listeners: [Tabs | null, (event: { data: unknown }) => void][] = [];
  const locks = {
    request: (_name: string, hold: () => Promise<unknown>) => (queue = queue.then(hold)),
  } as unknown as LockManager;
  const open = (looksAt: string | null = null) => {
    const own: ((event: { data: unknown }) => void)[] = [];
    const channel = {
      addEventListener: (_type: string, listener: (event: { data: unknown }) => void) => {
        own.push(listener);
        listeners.push([null, listener]);
      },
      postMessage: (data: unknown) => {
        for (const [, listener] of listeners) if (!own.includes(listener)) listener({ data });
      },
    } as unknown as BroadcastChannel;
    const isLookedAt = (id: string): boolean => id === looksAt;
    return new Tabs({ locks, channel, isLookedAt, nonce });
  };
  return { open };
}

it('lets one window speak, and the next when that one leaves', async () => {
  const { open } = browser();
  const [first, second] = [open(), open()];
  first.join();
  second.join();
  await vi.waitFor(() => expect(first.speaks).toBe(true));
  expect(second.speaks).toBe(false);
  first.leave();
  expect(first.speaks).toBe(false);
  await vi.waitFor(() => expect(second.speaks).toBe(true));
});

it('does not speak when it left while it waited', async () => {
  const { open } = browser();
  const [first, second, third] = [open(), open(), open()];
  for (const tabs of [first, second, third]) tabs.join();
  await vi.waitFor(() => expect(first.speaks).toBe(true));
  second.leave();
  first.leave();
  await vi.waitFor(() => expect(third.speaks).toBe(true));
  expect(second.speaks).toBe(false);
});

it('asks the others whether somebody looks', async () => {
  vi.useFakeTimers();
  const { open } = browser();
  const asking = open('1');
  open('2');
  open();
  expect(await asking.isLookedAt('1')).toBe(true);
  expect(await asking.isLookedAt('2')).toBe(true);
  const nobody = asking.isLookedAt('3');
  await vi.runAllTimersAsync();
  expect(await nobody).toBe(false);
  vi.useRealTimers();
});
