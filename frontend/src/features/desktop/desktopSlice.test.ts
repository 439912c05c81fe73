import { expect, it } from 'vitest';
import { server } from '../../services/events';
import { CHANNEL } from '../../testing/frames';
import {
  choicesMade,
  desktopReducer,
  permissionKnown,
  selectAllowed,
  selectOffered,
} from './desktopSlice';

type Action = Parameters<typeof desktopReducer>[1];

const after = (...actions: Action[]) => ({
  desktop: actions.reduce<ReturnType<typeof desktopReducer>>(
    desktopReducer,
    desktopReducer(undefined, { type: 'none' }),
  ),
});
const called = server.notification({
  type: 'NOTIFICATION',
  kind: 'mention',
  channelId: CHANNEL,
  messageId: '1',
  messageSeq: 1,
  excerpt: '',
});

it('is offered once somebody was called, until they say no or yes', () => {
  const asked = permissionKnown('default');
  expect(selectOffered(after(asked))).toBe(false);
  expect(selectOffered(after(asked, called))).toBe(true);
  expect(selectOffered(after(asked, called, choicesMade({ declined: true })))).toBe(false);
  expect(selectOffered(after(permissionKnown('granted'), called))).toBe(false);
  expect(selectOffered(after(permissionKnown('denied'), called))).toBe(false);
  expect(selectOffered(after(called))).toBe(false);
});

it('needs both the person’s word and the browser’s', () => {
  const granted = permissionKnown('granted');
  expect(selectAllowed(after(granted))).toBe(false);
  expect(selectAllowed(after(granted, choicesMade({ shown: true })))).toBe(true);
  expect(selectAllowed(after(permissionKnown('denied'), choicesMade({ shown: true })))).toBe(false);
});
