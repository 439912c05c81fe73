import { expect, it } from 'vitest';
import { connectionChanged, networkChanged } from '../../services/events';
import { connectionReducer } from './connectionSlice';

type State = ReturnType<typeof connectionReducer>;
const after = (...actions: Parameters<typeof connectionReducer>[1][]): State =>
  actions.reduce<State>(connectionReducer, connectionReducer(undefined, { type: 'begin' }));

/** Before it was ever live there is no connection to be lost, and no banner to be shown. */
it('is lost only after it was live, and until nobody wants it', () => {
  const live = connectionChanged({ status: 'live' });
  const waiting = connectionChanged({ status: 'waiting', until: 0, restarting: false });
  expect(after(waiting).wasLive).toBe(false);
  expect(after(live, waiting)).toMatchObject({ wasLive: true, view: { status: 'waiting' } });
  expect(after(live, connectionChanged({ status: 'off' })).wasLive).toBe(false);
});

it('knows what the browser says about the network', () => {
  expect(after(networkChanged(false)).network).toBe(false);
});
