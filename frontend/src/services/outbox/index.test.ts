import { expect, it, vi } from 'vitest';
import { Outbox, type Kept } from './index';

const KEPT: Kept = {
  nonce: 'a',
  userId: '1',
  channelId: '100',
  content: 'hi',
  replyTo: null,
  attachments: [],
  at: 1,
  failed: null,
};

/** A database that opens, and then fails in the way of the test. */
function brokenBy(transaction: () => unknown) {
  const open = vi.fn(() => {
    const request = Object.assign(new EventTarget(), { result: { transaction } });
    queueMicrotask(() => request.dispatchEvent(new Event('success')));
    return request;
  });
  return { open, outbox: new Outbox({ open } as unknown as IDBFactory) };
}

it('keeps nothing where the browser has no place, and stops nobody', async () => {
  const outbox = new Outbox(undefined);
  await outbox.put(KEPT);
  expect(await outbox.of('1')).toEqual([]);
});

it('keeps nothing where the browser forbids it', async () => {
  const request = new EventTarget();
  const outbox = new Outbox({ open: () => request } as unknown as IDBFactory);
  const put = outbox.put(KEPT);
  request.dispatchEvent(new Event('error'));
  await put;
  expect(await outbox.of('1')).toEqual([]);
});

/** A browser that clears its storage closes the database under an open window. */
it('opens the database again after it was closed', async () => {
  const { open, outbox } = brokenBy(() => {
    throw new DOMException('closing', 'InvalidStateError');
  });
  await outbox.put(KEPT);
  expect(await outbox.of('1')).toEqual([]);
  expect(open).toHaveBeenCalledTimes(2);
});

it('goes on when the disk is full', async () => {
  const { outbox } = brokenBy(() => {
    const objectStore = () => ({ put: () => ({}) });
    const transaction = Object.assign(new EventTarget(), { objectStore, error: null });
    queueMicrotask(() => transaction.dispatchEvent(new Event('abort')));
    return transaction;
  });
  await expect(outbox.put(KEPT)).resolves.toBeUndefined();
});
