import { describe, expect, it } from 'vitest';
import { named, settingOf, shownLimit } from './LimitList';

describe('a limit that is looked for', () => {
  it.each([
    ['PINS', ['pinsPerChannelMax']],
    ['upload_bytes per user', ['uploadBytesPerUserMax']],
    ['zebra', []],
  ])('%j', (query, keys) => {
    expect(named(query).map(([key]) => key)).toEqual(keys);
  });
});

describe('a limit', () => {
  it.each([
    ['uploadBytesMax', 'limits.upload_bytes_max'],
    ['registrationsPer10Min', 'limits.registrations_per_10_min'],
    ['sendsPer5S', 'limits.sends_per_5_s'],
  ] as const)('%s is set as %s', (key, name) => {
    expect(settingOf(key)).toBe(name);
  });

  it.each([
    [52_428_800, 'bytes', '50 MiB'],
    [10_737_418_240, 'bytes', '10 GiB'],
    [1_536, 'bytes', '1.5 KiB'],
    [21_600, 'seconds', '6 hours'],
    [2_419_200, 'seconds', '28 days'],
    [90, 'seconds', '90 seconds'],
    [60, 'seconds', '1 minute'],
    [20, '', '20'],
  ] as const)('of %i %s reads %j', (value, unit, text) => {
    expect(shownLimit(value, unit)).toBe(text);
  });
});
