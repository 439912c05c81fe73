import { expect, it } from 'vitest';
import { noticeRaised } from '../../services/events';
import { noticeDismissed, noticesReducer } from './noticesSlice';

const raised = (text: string) => noticeRaised({ kind: 'problem', text });
const textsOf = (...actions: Parameters<typeof noticesReducer>[1][]): string[] =>
  (actions.reduce(noticesReducer, undefined) as ReturnType<typeof noticesReducer>).shown.map(
    ({ text }) => text,
  );

it('shows the newest few', () => {
  expect(textsOf(...['a', 'b', 'c', 'd'].map(raised))).toEqual(['b', 'c', 'd']);
});

it('says the same thing once', () => {
  expect(textsOf(raised('a'), raised('b'), raised('a'))).toEqual(['b', 'a']);
});

it('takes away the one that was dismissed', () => {
  expect(textsOf(raised('a'), raised('b'), noticeDismissed(1))).toEqual(['b']);
});
