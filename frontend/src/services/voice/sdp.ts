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

/** The `mid`s of the lines on which the server receives video: a camera comes in layers, a screen in one. */
export function videoMids(offer: string): { camera: string | null; screen: string | null } {
  const found: ReturnType<typeof videoMids> = { camera: null, screen: null };
  for (const section of offer.split(/^m=/m).slice(1)) {
    const mid = /^a=mid:(\S+)/m.exec(section)?.[1];
    if (mid === undefined || !section.startsWith('video')) continue;
    if (/^a=recvonly\s*$/m.test(section)) {
      found[/^a=simulcast:/m.test(section) ? 'camera' : 'screen'] = mid;
    }
  }
  return found;
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
