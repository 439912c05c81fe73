/** What is read in, and added to, descriptions of media. Pure. */

/** The `mid` of the one line on which the server receives: the microphone's. */
export function microphoneMid(offer: string): string | null {
  for (const section of offer.split(/^m=/m).slice(1)) {
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1];
    if (mid !== undefined && section.startsWith('audio') && /^a=recvonly\s*$/m.test(section)) {
      return mid;
    }
  }
  return null;
}

/** Opus repairs small losses itself and sends next to nothing while nobody speaks. */
const WANTED = ['useinbandfec=1', 'usedtx=1'];

/** The answer with that, wherever Opus is spoken. */
export function thrifty(answer: string): string {
  const payload = /^a=rtpmap:(\d+) opus\/48000/im.exec(answer)?.[1];
  if (payload === undefined) return answer;
  const line = new RegExp(`^(a=fmtp:${payload} )(.*?)(\\r?)$`, 'gm');
  return answer.replaceAll(line, (_all, head: string, words: string, end: string) => {
    const has = words.split(';').map((word) => word.trim());
    const more = WANTED.filter(
      (word) => !has.some((each) => each.split('=')[0] === word.split('=')[0]),
    );
    return `${head}${[...has, ...more].join(';')}${end}`;
  });
}

/** The same offer, to be found by this way alone. */
export function only(offer: string, way: string): string {
  return offer
    .split('\r\n')
    .filter((line) => !line.startsWith('a=candidate:') || line.split(' ')[2]?.toLowerCase() === way)
    .join('\r\n');
}
