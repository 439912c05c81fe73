import { expect, it } from 'vitest';
import type { Status } from '../../protocol';
import { memberOf, SPACE, userOf } from '../../testing/frames';
import { sectionsOf } from './sections';

const role = (id: string, name: string, position: number) => ({
  id,
  spaceId: SPACE,
  name,
  color: null,
  position,
  permissions: [],
});
const roles = [role(SPACE, '@everyone', 0), role('20', 'Helpers', 1), role('21', 'Committee', 2)];
const member = (id: string, name: string, ...roleIds: string[]) => ({
  ...memberOf(userOf(id, name)),
  roleIds,
});
const seen = (status: Status) => ({ status, statusText: null });

it('puts those who are there under their highest role, and the others together', () => {
  const members = [
    member('2', 'bo'),
    member('3', 'Cy', '20', '21'),
    member('4', 'Ada', '21'),
    member('5', 'Dee', '20'),
    member('6', 'Al'),
    member('7', 'Zoe', '21'),
  ];
  const byId = Object.fromEntries(members.map((each) => [each.userId, each]));
  const presences = {
    '2': seen('idle'),
    '3': seen('online'),
    '4': seen('dnd'),
    '5': seen('online'),
    '7': seen('invisible'),
  };
  const sections = sectionsOf({ byId, read: 'all' }, roles, presences).map(
    ({ title, members: those }) => [title, those.map(({ user }) => user.displayName)],
  );
  expect(sections).toEqual([
    ['Committee', ['Ada', 'Cy']],
    ['Helpers', ['Dee']],
    ['Online', ['bo']],
    ['Offline', ['Al', 'Zoe']],
  ]);
});
