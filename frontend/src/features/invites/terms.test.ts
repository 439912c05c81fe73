import { describe, expect, it } from 'vitest';
import { termsOf, usesOf } from './terms';

describe('an invite', () => {
  it.each([
    [null, null, 'Good for any number of people, for ever.'],
    [1, null, 'Good once, for ever.'],
    [5, null, 'Good 5 times, for ever.'],
  ])('with %j uses until %j', (maxUses, expiresAt, text) => {
    expect(termsOf({ maxUses, expiresAt })).toBe(text);
  });

  it('says when it ends', () => {
    expect(termsOf({ maxUses: null, expiresAt: '2026-12-04T12:00:00.000Z' })).toContain('2026');
  });

  it.each([
    [null, 0, 'Not used yet, good for ever.'],
    [null, 1, 'Used once, good for ever.'],
    [null, 3, 'Used 3 times, good for ever.'],
    [5, 3, 'Used 3 of 5 times, good for ever.'],
    [1, 0, 'Used 0 of 1 time, good for ever.'],
  ])('for %j, used %i times', (maxUses, uses, text) => {
    expect(usesOf({ maxUses, uses, expiresAt: null })).toBe(text);
  });
});
