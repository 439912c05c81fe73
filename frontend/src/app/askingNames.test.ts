import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { askerOf } from './askingNames';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('asks for all that are missed at once, and for each once', async () => {
  const read = vi.fn(async () => undefined);
  const ask = askerOf(read);
  for (const id of ['1', '2', '1']) ask(id);
  expect(read).not.toHaveBeenCalled();
  await vi.runAllTimersAsync();
  ask('2');
  ask('3');
  await vi.runAllTimersAsync();
  expect(read.mock.calls).toEqual([[['1', '2']], [['3']]]);
});

it('asks again for whom it could not read', async () => {
  const read = vi.fn().mockRejectedValueOnce(new Error('away')).mockResolvedValue(undefined);
  const ask = askerOf(read);
  ask('1');
  await vi.runAllTimersAsync();
  ask('1');
  await vi.runAllTimersAsync();
  expect(read).toHaveBeenCalledTimes(2);
});
