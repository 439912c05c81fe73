import { expect, it } from 'vitest';
import { sessionEnded } from '../../services/events';
import { draftChanged, draftsReducer, draftsRestored } from './draftsSlice';

it('keeps what is begun, channel by channel, until it is empty or somebody leaves', () => {
  let drafts = draftsReducer(undefined, draftsRestored({ 1: 'old', 2: 'other' }));
  drafts = draftsReducer(drafts, draftChanged({ channelId: '1', text: 'new' }));
  drafts = draftsReducer(drafts, draftChanged({ channelId: '2', text: '' }));
  expect(drafts).toEqual({ 1: 'new' });
  expect(draftsReducer(drafts, sessionEnded('ended'))).toEqual({});
});
