import { describe, expect, it } from 'vitest';
import { insert, rowsOf, TOGETHER_MS, type Said } from './timeline';

describe('insert', () => {
  const seqOf = (id: string): number => Number(id);
  const into = (ids: string[], seq: number): string[] =>
    insert(ids, { id: String(seq), seq }, seqOf);

  it.each([
    [[], 5, ['5']],
    [['3', '4'], 5, ['3', '4', '5']],
    [['3', '7'], 5, ['3', '5', '7']],
    [['6', '7'], 5, ['5', '6', '7']],
  ])('puts %j and %i in order', (ids, seq, expected) => {
    expect(into(ids, seq)).toEqual(expected);
  });

  it('changes nothing when it is there, so that nothing is drawn again', () => {
    const ids = ['3', '5', '7'];
    expect(into(ids, 5)).toBe(ids);
  });
});

describe('rows', () => {
  const noon = new Date(2026, 10, 22, 12).getTime();
  const said = (author: string, minutes: number, more: Partial<Said> = {}): Said => ({
    key: `${author}${minutes}`,
    author,
    at: noon + minutes * 60_000,
    seq: minutes,
    reply: false,
    ...more,
  });
  /** `day`, `who:` where a name stands, `who` where it does not. */
  const outline = (...items: Said[]): string[] =>
    rowsOf(items).map((row) =>
      row.kind === 'message' ? row.item.author + (row.first ? ':' : '') : row.kind,
    );

  it('is nothing for nothing', () => {
    expect(rowsOf([])).toEqual([]);
  });

  it('puts what one person says in a row under one name', () => {
    expect(outline(said('a', 0), said('a', 1), said('b', 2), said('a', 3))).toEqual([
      'day',
      'a:',
      'a',
      'b:',
      'a:',
    ]);
  });

  it('names somebody again after a pause', () => {
    const pause = TOGETHER_MS / 60_000;
    expect(outline(said('a', 0), said('a', pause - 0.1))).toEqual(['day', 'a:', 'a']);
    expect(outline(said('a', 0), said('a', pause))).toEqual(['day', 'a:', 'a:']);
  });

  it('names whoever answers', () => {
    expect(outline(said('a', 0), said('a', 1, { reply: true }))).toEqual(['day', 'a:', 'a:']);
  });

  it('begins each day, by the reader’s own midnight', () => {
    const midnight = 12 * 60;
    expect(outline(said('a', midnight - 1), said('a', midnight))).toEqual([
      'day',
      'a:',
      'day',
      'a:',
    ]);
  });

  it('has a name of its own for every row', () => {
    const keys = rowsOf([said('a', 0), said('b', 1), said('a', 24 * 60)]).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});
