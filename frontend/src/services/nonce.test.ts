import { expect, it } from 'vitest';
import { nonce } from './nonce';

it('is 32 hexadecimal digits, and never the same', () => {
  const many = Array.from({ length: 1_000 }, nonce);
  expect(many.every((each) => /^[0-9a-f]{32}$/.test(each))).toBe(true);
  expect(new Set(many).size).toBe(1_000);
});
