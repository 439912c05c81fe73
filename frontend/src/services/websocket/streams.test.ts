import { expect, it } from 'vitest';
import { noop, pageOf, ready } from '../../testing/frames';
import { Streams } from './streams';

const seqsOf = ({ apply }: { apply: { seq: number }[] }): number[] => apply.map(({ seq }) => seq);

function following(positions: Record<string, number>): Streams {
  const streams = new Streams();
  for (const [id, cursor] of Object.entries(positions)) streams.follow(id, cursor);
  return streams;
}

it('continues every stream from where it was', () => {
  const streams = following({ 100: 4, 200: 0 });
  streams.event(noop(5), 0);
  expect(streams.resume(ready())).toEqual({ epoch: 'one', streams: { 100: 5, 200: 0 } });
});

it('keeps the cursor of a stream that is followed already', () => {
  const streams = following({ 100: 4 });
  streams.follow('100', 9);
  expect(streams.cursor('100')).toBe(4);
});

/** The cursors belong to the database they came from: another one has to reset them. */
it('names the epoch of its cursors, not of the new socket', () => {
  const streams = following({ 100: 4 });
  streams.resume(ready({ epoch: 'one' }));
  expect(streams.resume(ready({ epoch: 'two' })).epoch).toBe('one');
  expect(streams.resume(ready({ epoch: 'two' })).epoch).toBe('two');
});

/** The server limits how many; those that were named first matter most. */
it('follows as many as the server allows', () => {
  const streams = following({ 300: 0 });
  streams.follow('200', 0);
  const limits = { streamsPerSocketMax: 1 } as ReturnType<typeof ready>['limits'];
  expect(Object.keys(streams.resume(ready({ limits })).streams)).toEqual(['300']);
});

it('applies each stream by its own cursor', () => {
  const streams = following({ 100: 4, 200: 7 });
  expect(seqsOf(streams.event(noop(5, '100'), 0))).toEqual([5]);
  expect(seqsOf(streams.event(noop(8, '200'), 0))).toEqual([8]);
  expect(streams.event(noop(7, '100'), 0)).toEqual({ apply: [], ask: ['100'] });
  expect(seqsOf(streams.page(pageOf(6, 6, '100'), 0))).toEqual([6, 7]);
});

it('takes nothing of a stream that it does not follow', () => {
  expect(following({}).event(noop(1), 0)).toEqual({ apply: [], ask: [] });
});

it('goes on from where a reset says', () => {
  const streams = following({ 100: 4 });
  streams.event(noop(9), 0);
  streams.reset({ type: 'SYNC_RESET', stream: '100', seq: 20, reason: 'GAP_TOO_LARGE' });
  expect(seqsOf(streams.event(noop(10), 0))).toEqual([]);
  expect(seqsOf(streams.event(noop(21), 0))).toEqual([21]);
});

it('no longer follows what it may not see', () => {
  const streams = following({ 100: 4 });
  streams.reset({ type: 'SYNC_RESET', stream: '100', seq: 0, reason: 'NO_ACCESS' });
  expect(streams.cursor('100')).toBeNull();
});

it('finds the streams that stay behind, and asks for each once at a time', () => {
  const streams = following({ 100: 4, 200: 7 });
  streams.pong({ type: 'PONG', streams: { 100: 6, 200: 7 } }, 0);
  expect(streams.dueAt()).toBe(2_000);
  expect(streams.behind(1_999)).toEqual([]);
  expect(streams.behind(2_000)).toEqual(['100']);
  expect(streams.ask(['100'], 2_000).streams).toEqual({ 100: 4 });
  expect(streams.behind(3_999)).toEqual([]);
  expect(streams.behind(4_000)).toEqual(['100']);
});

it('forgets everything', () => {
  const streams = following({ 100: 4 });
  streams.resume(ready({ epoch: 'one' }));
  streams.clear();
  expect(streams.resume(ready({ epoch: 'two' }))).toEqual({ epoch: 'two', streams: {} });
});
