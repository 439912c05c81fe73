import { describe, expect, it } from 'vitest';
import { ALL, queryOf } from './auditLog';

const asked = (query: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(query));

describe('what is asked of a log', () => {
  it('is nothing where everything is wanted', () => {
    expect(queryOf(ALL, null)).toBe('');
  });

  it('is who, what, and after which entry', () => {
    const query = queryOf({ ...ALL, action: 'role_created', actor: '7' }, '42');
    expect(asked(query)).toEqual({ action: 'role_created', actor: '7', before: '42' });
  });

  it('is whole days of this place, the last one included', () => {
    const { since, until } = asked(queryOf({ ...ALL, from: '2026-11-03', to: '2026-11-03' }, null));
    expect(Date.parse(since ?? '')).toBe(new Date(2026, 10, 3).getTime());
    expect(Date.parse(until ?? '')).toBe(new Date(2026, 10, 4).getTime());
  });

  it('leaves out what is no day', () => {
    expect(queryOf({ ...ALL, from: 'soon' }, null)).toBe('');
  });
});
