import { expect, it } from 'vitest';
import { consequenceOf } from './close';

/** docs/protocol.md section 5, line by line. */
it.each([
  [1001, 'restart'],
  [1012, 'restart'],
  [1013, 'retry'],
  [4000, 'retry'],
  [4002, 'refused'],
  [4008, 'retry'],
  [4009, 'retry'],
  [4010, 'refused'],
  [4029, 'cool'],
  [4401, 'renew'],
  [4403, 'refused'],
  [4406, 'refused'],
  [4413, 'refused'],
  [1006, 'retry'],
  [1000, 'retry'],
  [4999, 'retry'],
] as const)('after %i: %s', (code, consequence) => {
  expect(consequenceOf(code)).toBe(consequence);
});
