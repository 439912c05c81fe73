/** Being told while no window is open: looking how it stands, turning it on and off, in this browser. */
import type { Push, Subscribe, UserId } from '../../protocol';
import type { Services, Verb } from '../../services';
import { keep, kept, type Wanted } from './kept';
import { words } from './words';

/** How it stands. */
export type Standing =
  /** This browser knows no web push, or the page did not come over HTTPS. */
  | { status: 'unsupported' }
  /** The person said no to the browser, which does not ask again. */
  | { status: 'denied' }
  | { status: 'off' }
  /** Failing: the push service did not take the last message. */
  | { status: 'on' | 'failing'; hidesText: boolean };

const PATH = '/users/me/push';

/** How it stands, by the browser's word and the server's. */
export const look =
  (): Verb<Promise<Standing>> =>
  async (_dispatch, _state, { api, push }) => {
    if (!push.isThere) return { status: 'unsupported' };
    if (push.permitted === 'denied') return { status: 'denied' };
    const [here, there] = await Promise.all([push.subscription(), api.get<Push>(PATH)]);
    return standingOf(here, there);
  };

function standingOf(here: PushSubscription | null, { subscription }: Push): Standing {
  if (!here || !subscription) return { status: 'off' };
  const { failing, hidesText } = subscription;
  return { status: failing ? 'failing' : 'on', hidesText };
}

/** After a click on something that said what for: the browser asks, and the server is told. */
export const turnOn =
  (user: UserId, hidesText: boolean): Verb<Promise<Standing>> =>
  async (_dispatch, _state, services) => {
    const permitted = await services.push.ask();
    if (permitted === 'denied') return { status: 'denied' };
    if (permitted !== 'granted') return { status: 'off' };
    const { publicKey } = await services.api.get<Push>(PATH);
    return tell(services, publicKey, { user, hidesText });
  };

/** Ends it, for the server first: who is not told any more must not be, whatever the browser does. */
export const turnOff =
  (): Verb<Promise<Standing>> =>
  async (_dispatch, _state, { api, push }) => {
    keep(null);
    await api.remove(PATH);
    await push.unsubscribe();
    return { status: 'off' };
  };

/** Tells the server again when somebody comes, where the session is another one, or the address. */
export const comeBack =
  (user: UserId): Verb<Promise<void>> =>
  async (_dispatch, _state, services) => {
    const wanted = kept();
    const { push, api } = services;
    if (!wanted || !push.isThere) return;
    // Somebody else signed in here: what was meant for the one before must not come any more.
    if (wanted.user !== user) {
      keep(null);
      await push.unsubscribe();
      return;
    }
    if (push.permitted !== 'granted') return;
    const [here, there] = await Promise.all([push.subscription(), api.get<Push>(PATH)]);
    if (there.subscription && here?.endpoint === wanted.endpoint) await teach(services);
    else await tell(services, there.publicKey, wanted);
  };

/** Somebody went: nothing of theirs is shown at this machine any more. */
export const go =
  (how: 'left' | 'ended'): Verb<Promise<void>> =>
  async (_dispatch, _state, { push }) => {
    if (how === 'left') keep(null);
    await push.unsubscribe();
  };

async function tell(
  services: Services,
  publicKey: string,
  { user, hidesText }: Omit<Wanted, 'endpoint'>,
): Promise<Standing> {
  await teach(services);
  const { api, push } = services;
  const subscription = await push.subscribe(publicKey);
  const { endpoint = '', keys = {} } = subscription.toJSON();
  const { p256dh = '', auth = '' } = keys;
  const body: Subscribe = { endpoint, p256dh, auth, hidesText };
  const there = await api.put<Push>(PATH, body);
  keep({ user, hidesText, endpoint });
  return standingOf(subscription, there);
}

/** The language may be another one since. */
function teach({ push }: Services): Promise<void> {
  return push.teach({
    title: words.cardTitle,
    message: words.cardMessage,
    messages: words.cardMessages,
    file: words.cardFile,
    more: words.cardMore,
    unknown: words.cardUnknown,
  });
}
