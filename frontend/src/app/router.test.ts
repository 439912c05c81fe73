import { describe, expect, it } from 'vitest';
import { routeOf } from './router';

const at = (path: string) => routeOf(new URL(path, 'http://localhost:8080'));

describe('an address', () => {
  it.each([
    ['/', { screen: 'home' }],
    ['/login', { screen: 'login', next: '/' }],
    ['/login?next=/channels/7', { screen: 'login', next: '/channels/7' }],
    ['/signup', { screen: 'signup' }],
    ['/setup#token=abc', { screen: 'setup', token: 'abc' }],
    ['/setup', { screen: 'setup', token: null }],
    ['/invite/a-B_9', { screen: 'invite', code: 'a-B_9' }],
    ['/invite/a%20b', { screen: 'invite', code: 'a b' }],
    ['/forgot', { screen: 'forgot' }],
    ['/reset#token=abc', { screen: 'reset', token: 'abc' }],
    ['/reset', { screen: 'nowhere' }],
    ['/confirm-email#token=abc', { screen: 'confirm', token: 'abc' }],
    ['/confirm-email', { screen: 'nowhere' }],
    ['/channels/7250', { screen: 'channel', id: '7250', at: null }],
    ['/channels/7250?at=81', { screen: 'channel', id: '7250', at: '81' }],
    ['/channels/7250/messages/81', { screen: 'channel', id: '7250', at: '81' }],
    ['/channels/7250/messages', { screen: 'nowhere' }],
    ['/channels/7250/messages/81/x', { screen: 'nowhere' }],
    ['/spaces/10', { screen: 'space', id: '10' }],
    ['/spaces/garden', { screen: 'nowhere' }],
    ['/dms', { screen: 'dms' }],
    ['/settings', { screen: 'settings', tab: null }],
    ['/settings/devices', { screen: 'settings', tab: 'devices' }],
    ['/settings/devices/1', { screen: 'nowhere' }],
    ['/admin/accounts', { screen: 'admin', tab: 'accounts' }],
    ['/spaces/10/settings', { screen: 'space-settings', id: '10', tab: null, item: null }],
    [
      '/spaces/10/settings/roles/20',
      { screen: 'space-settings', id: '10', tab: 'roles', item: '20' },
    ],
    ['/spaces/10/settings/roles/20/x', { screen: 'nowhere' }],
    ['/spaces/10/other', { screen: 'nowhere' }],
    ['/channels/general', { screen: 'nowhere' }],
    ['/channels', { screen: 'nowhere' }],
    ['/nothing', { screen: 'nowhere' }],
    ['/login/more', { screen: 'nowhere' }],
    ['/channels/7/8', { screen: 'nowhere' }],
    ['/invite/%E0%A4%A', { screen: 'nowhere' }],
  ])('%s', (path, route) => {
    expect(at(path)).toEqual(route);
  });

  /** A link to our login must not send anybody to a page of somebody else's. */
  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', ''])(
    'leads nowhere outside: %s',
    (next) => {
      expect(at(`/login?next=${encodeURIComponent(next)}`)).toEqual({ screen: 'login', next: '/' });
    },
  );
});
