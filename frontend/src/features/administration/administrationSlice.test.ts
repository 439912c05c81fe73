import { expect, it } from 'vitest';
import { serverSaid } from '../../services/events';
import { memberOf, noop, SPACE, spaceOf, userOf } from '../../testing/frames';
import { administrationReducer, selectChanges } from './administrationSlice';

type State = ReturnType<typeof administrationReducer>;
const after = (...frames: Parameters<typeof serverSaid>[0][]): number => {
  const state = frames
    .map(serverSaid)
    .reduce<State>(administrationReducer, administrationReducer(undefined, { type: 'begin' }));
  return selectChanges({ administration: state }, SPACE);
};

it('counts what is said of a space and of what is in it', () => {
  const member = memberOf(userOf('2'));
  expect(
    after(
      { type: 'MEMBER_UPDATED', stream: SPACE, seq: 1, spaceId: SPACE, member },
      { type: 'SPACE_UPDATED', stream: SPACE, seq: 2, space: spaceOf() },
      { type: 'ROLE_DELETED', stream: SPACE, seq: 3, spaceId: SPACE, roleId: '20' },
    ),
  ).toBe(3);
});

it('counts nothing else', () => {
  expect(
    after(noop(1, SPACE), {
      type: 'ROLE_DELETED',
      stream: '11',
      seq: 1,
      spaceId: '11',
      roleId: '2',
    }),
  ).toBe(0);
});
