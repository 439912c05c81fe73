import { expect, it } from 'vitest';
import { worldLoaded } from '../../services/events';
import { CHANNEL, channelOf, SPACE, worldOf } from '../../testing/frames';
import {
  isMuted,
  levelIn,
  notificationsReducer,
  notificationsSet,
  selectNotificationSettings,
} from './notificationsSlice';

const UNTIL = '2026-11-22T10:00:00.000Z';

it('lets a channel’s word hold before its space’s', () => {
  const ofSpace = { id: SPACE, level: 'mentions', mutedUntil: null } as const;
  const begun = notificationsReducer(
    undefined,
    worldLoaded({ ...worldOf(), notificationSettings: [ofSpace] }),
  );
  const level = (state: typeof begun) =>
    levelIn(selectNotificationSettings({ notifications: state }), channelOf(CHANNEL));
  expect(levelIn({}, channelOf(CHANNEL))).toBe('all');
  expect(level(begun)).toBe('mentions');
  const set = notificationsSet({ id: CHANNEL, level: 'nothing', mutedUntil: null });
  expect(level(notificationsReducer(begun, set))).toBe('nothing');
});

it('is muted by nothing, or until a time', () => {
  const at = Date.parse(UNTIL);
  expect(isMuted(undefined, at)).toBe(false);
  expect(isMuted({ id: '1', level: 'nothing', mutedUntil: null }, at)).toBe(true);
  expect(isMuted({ id: '1', level: 'all', mutedUntil: UNTIL }, at - 1)).toBe(true);
  expect(isMuted({ id: '1', level: 'all', mutedUntil: UNTIL }, at)).toBe(false);
});
