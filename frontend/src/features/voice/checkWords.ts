/** What is said when the ways of voice are tried. */
import { catalogue } from '../../language';

export const checkWords = catalogue('features/voice/checkWords', {
  title: 'Check voice',
  lead: 'Tries each way that sound can take from this browser to the server. Nobody hears anything of it.',
  check: 'Check voice',
  checking: 'Each way is tried. This takes a few seconds.',
  ways: { udp: 'UDP, the best way', tcp: 'TCP', ws: 'The page’s own connection' },
  outcomes: { works: 'Works', blocked: 'Does not get through', absent: 'Not set up' },
  best: 'Voice works the best way: by UDP.',
  verdicts: {
    tcp: 'Voice works by TCP, because UDP does not get through.',
    socket: 'Voice works over the page’s own connection, because neither UDP nor TCP gets through.',
    deaf: 'Voice does not work in this browser: neither UDP nor TCP gets through, and it cannot send sound over the page’s own connection. Another browser can.',
    nothing: 'Voice does not work here: nothing gets through to the server.',
  },
  next: (first: string, second: string) => `${first} ${second}`,
  open: (port: string, host: string) =>
    `For good sound, UDP port ${port} of ${host} must be open, in the firewall of the server and in the network you are in.`,
  openAny:
    'For good sound, the UDP port of voice must be open, in the firewall of the server and in the network you are in.',
  toWhoRuns:
    'If nobody gets through, open that port in the firewall, or forward it in the router. If the address is not the one by which the server is reached from outside, set voice.public_address. For networks that let no UDP out, set voice.tcp_listen. On the machine itself, “parlor doctor” says more.',
});
