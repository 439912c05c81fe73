import { expect, it } from 'vitest';
import { microphoneMid, thrifty, videoMids } from './sdp';

const OFFER = [
  'v=0',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:ear',
  'a=sendonly',
  'm=audio 9 UDP/TLS/RTP/SAVPF 111',
  'a=mid:mouth',
  'a=recvonly',
  'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
  'a=mid:data',
  'a=recvonly',
  '',
].join('\r\n');

it('finds the line on which the server listens', () => {
  expect(microphoneMid(OFFER)).toBe('mouth');
  expect(microphoneMid(OFFER.replaceAll('recvonly', 'inactive'))).toBeNull();
});

it('asks for repair and for silence, once each, on every line of Opus', () => {
  const line = 'a=rtpmap:111 opus/48000/2\r\na=fmtp:111 minptime=10;useinbandfec=1\r\n';
  const other = 'a=fmtp:63 111/111\r\n';
  const better = thrifty(line + other + line);
  expect(better.match(/a=fmtp:111 minptime=10;useinbandfec=1;usedtx=1\r\n/g)).toHaveLength(2);
  expect(better).toContain(other);
  expect(thrifty(better)).toBe(better);
});

it('respects who does not want it', () => {
  const off = 'a=rtpmap:111 opus/48000/2\r\na=fmtp:111 usedtx=0;useinbandfec=1\r\n';
  expect(thrifty(off)).toBe(off);
});

it('tells the line of a camera, which comes in layers, from that of a screen', () => {
  const video = [
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'a=mid:film',
    'a=recvonly',
    'a=rid:l recv',
    'a=simulcast:recv l',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'a=mid:screen',
    'a=recvonly',
    'm=video 9 UDP/TLS/RTP/SAVPF 96',
    'a=mid:theirs',
    'a=sendonly',
    '',
  ].join('\r\n');
  expect(videoMids(OFFER)).toEqual({ camera: null, screen: null });
  expect(videoMids(OFFER + video)).toEqual({ camera: 'film', screen: 'screen' });
  expect(microphoneMid(OFFER + video)).toBe('mouth');
});
