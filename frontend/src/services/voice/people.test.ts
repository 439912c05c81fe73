import { expect, it } from 'vitest';
import type { VoiceState } from '../../protocol';
import { userOf } from '../../testing/frames';
import { after, type People } from './people';

const QUIET: VoiceState = {
  muted: false,
  deafened: false,
  serverMuted: false,
  serverDeafened: false,
  speaking: false,
  video: false,
  screen: false,
};

const BOTH: People = ['1', '2'].map((id) => ({ user: userOf(id), state: QUIET }));

it('takes in who comes, at the end and once', () => {
  const came = { type: 'join', userId: '3', user: userOf('3'), state: QUIET } as const;
  const there = after(after(BOTH, came), came);
  expect(there.map(({ user }) => user.id)).toEqual(['1', '2', '3']);
});

it('lets go of who leaves', () => {
  const left = after(BOTH, { type: 'leave', userId: '1', reason: 'left' });
  expect(left.map(({ user }) => user.id)).toEqual(['2']);
});

it('shows who speaks, and nobody whom it does not know', () => {
  const spoken = after(BOTH, {
    type: 'speaking',
    users: [
      { userId: '2', on: true },
      { userId: '9', on: true },
    ],
  });
  expect(spoken.map(({ state }) => state.speaking)).toEqual([false, true]);
});

it('changes nothing for what is not about people', () => {
  expect(after(BOTH, { type: 'slot', mid: '1', userId: '2' })).toBe(BOTH);
});
