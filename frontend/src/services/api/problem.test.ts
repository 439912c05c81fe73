import { afterEach, describe, expect, it } from 'vitest';
import { speak } from '../../language';
import type { Problem } from '../../protocol';
import { ar } from '../words.ar';
import { fieldsOf, Refusal } from './problem';

afterEach(() => speak('en', {}));

const refusal = (more: Partial<Problem>): Refusal =>
  new Refusal({
    type: 'about:blank',
    title: 'Invalid',
    status: 422,
    detail: '`name` may have at most 64 characters.',
    code: 'VALIDATION',
    requestId: 'r',
    ...more,
  });

describe('what is wrong with a field', () => {
  const long = refusal({
    fields: { name: 'may have at most 64 characters', color: 'must be a colour' },
    reasons: { name: { reason: 'TOO_LONG', limit: 64 } },
  });

  it('is said by the server in its own language', () => {
    expect(fieldsOf(long)).toEqual({
      name: 'may have at most 64 characters',
      color: 'must be a colour',
    });
    expect(fieldsOf(new Error('other'))).toEqual({});
  });

  it('is said here in another one, where its reason has a name', () => {
    speak('ar', { 'services/words': ar });
    const { name, color } = fieldsOf(long);
    expect(name).toMatch(/^الحد الأقصى .*محرف/);
    expect(color).toBe('must be a colour');
  });

  it('stands at the field that somebody else has', () => {
    const taken = refusal({ code: 'CONFLICT', reasons: { username: { reason: 'TAKEN' } } });
    expect(fieldsOf(taken)).toEqual({});
    speak('ar', { 'services/words': ar });
    expect(Object.keys(fieldsOf(taken))).toEqual(['username']);
  });
});
