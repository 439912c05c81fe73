import { describe, expect, it } from 'vitest';
import type { AdminUser } from '../../protocol';
import { userOf } from '../../testing/frames';
import { deedsOf } from './Accounts';

const account = (id: string, more: Partial<AdminUser> = {}): AdminUser => ({
  ...userOf(id),
  email: null,
  owner: false,
  admin: false,
  disabled: false,
  sessions: 0,
  lastUsedAt: null,
  uploadBytes: 0,
  ...more,
});
const deeds = (me: { id: string; owner: boolean }, user: AdminUser): string[] =>
  deedsOf(me, user).map(({ deed }) => deed);
const owner = { id: '1', owner: true };
const admin = { id: '2', owner: false };

describe('an account', () => {
  it('is the owner’s to change in every way', () => {
    expect(deeds(owner, account('3'))).toEqual(['reset', 'sign-out', 'promote', 'disable']);
    expect(deeds(owner, account('2', { admin: true }))).toContain('demote');
    expect(deeds(owner, account('3', { disabled: true }))).toContain('enable');
  });

  it('of somebody above, beside or of oneself is not', () => {
    expect(deeds(admin, account('1', { owner: true }))).toEqual([]);
    expect(deeds(admin, account('4', { admin: true }))).toEqual([]);
    expect(deeds(admin, account('2', { admin: true }))).toEqual([]);
  });

  it('makes admins by the owner alone', () => {
    expect(deeds(admin, account('3'))).toEqual(['reset', 'sign-out', 'disable']);
  });
});
