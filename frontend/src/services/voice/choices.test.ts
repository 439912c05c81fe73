import { expect, it } from 'vitest';
import { choicesFrom, PLAIN } from './choices';

it('is plain where nothing was kept, or nothing that means something', () => {
  for (const kept of [null, 'x', 7, [], { mode: 'shout', echo: 'no', volumes: null }]) {
    expect(choicesFrom(kept)).toEqual(PLAIN);
  }
});

it('keeps what was chosen, within its bounds', () => {
  const kept = { ...PLAIN, mode: 'push', releaseMs: 99_999, volumes: { 2: 900, 3: -5, 4: 100 } };
  expect(choicesFrom(kept)).toEqual({
    ...PLAIN,
    mode: 'push',
    releaseMs: 2_000,
    volumes: { 2: 200, 3: 0 },
  });
});
