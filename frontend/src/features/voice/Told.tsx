/** What happens in a call, for those who hear the page: the newest of it, once. */
import { useState } from 'react';
import type { Call, News } from '../../services/voice/call';
import { words } from './words';

/** How one is oneself, in words. */
function ownOf({ phase, muted, deafened }: Call, name: string): string {
  if (phase.status === 'failed')
    return words.next(words.phases.failed, words.reasons[phase.reason]);
  const where = words.both(words.phases[phase.status], name);
  const how = deafened ? words.youDeafened : muted ? words.youMuted : null;
  return how === null ? where : words.next(where, how);
}

function newsOf({ what, name, reason }: News): string {
  if (what === 'came') return words.came(name);
  const how = reason === 'kicked' || reason === 'moved' ? reason : 'left';
  return words.went[how](name);
}

/** A sentence that is read aloud whenever it is another one. */
export function Told({ call, name }: { call: Call; name: string }) {
  const own = ownOf(call, name);
  const news = call.news ? newsOf(call.news) : '';
  const id = call.news?.id;
  const [said, setSaid] = useState({ own, id, text: own });
  // What was not there at the last drawing is the newest.
  if (said.own !== own) setSaid({ own, id, text: own });
  else if (said.id !== id) setSaid({ own, id, text: news });
  return (
    <p className="only-heard" role="status">
      {said.text}
    </p>
  );
}
