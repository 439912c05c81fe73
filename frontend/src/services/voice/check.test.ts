import { describe, expect, it } from 'vitest';
import { verdictOf, type Findings, type Outcome } from './check';
import { only } from './sdp';

function found(udp: Outcome, tcp: Outcome, ws: Outcome, frames = true): Findings {
  return { ways: { udp, tcp, ws }, frames, addresses: { udp: '[2001:db8::1]:8080' } };
}

const open = { host: '[2001:db8::1]', port: '8080' };

describe('a verdict', () => {
  it.each([
    [found('works', 'blocked', 'blocked'), { is: 'best' }],
    [found('blocked', 'works', 'works'), { is: 'tcp', open }],
    [found('blocked', 'absent', 'works'), { is: 'socket', open }],
    [found('blocked', 'blocked', 'works', false), { is: 'deaf', open }],
    [found('blocked', 'absent', 'blocked'), { is: 'nothing', open }],
    [
      { ...found('blocked', 'absent', 'blocked'), addresses: {} },
      { is: 'nothing', open: null },
    ],
  ])('of %j', (findings, verdict) => {
    expect(verdictOf(findings)).toEqual(verdict);
  });
});

describe('one way of an offer', () => {
  it('has its candidates alone', () => {
    const offer = [
      'm=audio 9 UDP/TLS/RTP/SAVPF 111',
      'a=candidate:1 1 udp 2113 127.0.0.1 8080 typ host',
      'a=candidate:2 1 tcp 1518 127.0.0.1 7881 typ host tcptype passive',
      'a=mid:mic',
      '',
    ].join('\r\n');
    expect(only(offer, 'udp')).not.toContain('tcptype');
    expect(only(offer, 'udp')).toContain('127.0.0.1 8080');
    expect(only(offer, 'tcp')).not.toContain('8080');
    expect(only(offer, 'tcp').split('\r\n')).toHaveLength(4);
  });
});
