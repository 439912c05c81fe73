import { describe, expect, it } from 'vitest';
import { dismissed, follow, newsAt, type Standing } from './news';

const at = (more: Partial<Standing> = {}): Standing => ({
  read: 10,
  last: 10,
  attending: true,
  atEnd: true,
  ...more,
});

describe('the line above what is new', () => {
  it('stands where one left off', () => {
    expect(newsAt(at({ last: 14 })).after).toBe(10);
    expect(newsAt(at()).after).toBeNull();
  });

  it('stays while one reads on', () => {
    const opened = newsAt(at({ last: 14 }));
    const read = follow(opened, at({ read: 14, last: 14 }));
    expect(read.after).toBe(10);
    expect(follow(read, at({ read: 14, last: 15 })).after).toBe(10);
  });

  it('is not drawn over what comes before one’s eyes', () => {
    const opened = newsAt(at());
    const arrived = follow(opened, at({ last: 11 }));
    expect(arrived.after).toBeNull();
    expect(follow(arrived, at({ read: 11, last: 11 })).after).toBeNull();
  });

  it('is drawn over what comes while one reads above, or looks elsewhere', () => {
    expect(follow(newsAt(at()), at({ last: 11, atEnd: false })).after).toBe(10);
    const away = follow(newsAt(at()), at({ last: 12, attending: false }));
    expect(away.after).toBe(10);
    expect(follow(away, at({ last: 12 })).after).toBe(10);
  });

  it('moves on when one comes back to what is read', () => {
    const opened = follow(newsAt(at({ last: 14 })), at({ read: 14, last: 14 }));
    expect(follow(opened, at({ read: 14, last: 14, attending: false })).after).toBeNull();
  });

  it('moves back when somebody says so, and goes when somebody has seen it all', () => {
    const back = follow(newsAt(at()), at({ read: 4 }));
    expect(back).toEqual({ after: 4, read: 4 });
    expect(follow(back, at({ read: 4, last: 11 }))).toBe(back);
    expect(dismissed(back)).toEqual({ after: null, read: 4 });
  });

  it('says so by being the same when nothing is different', () => {
    const opened = newsAt(at({ last: 14 }));
    expect(follow(opened, at({ last: 15 }))).toBe(opened);
  });
});
