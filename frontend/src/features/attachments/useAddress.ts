/** The address of a file, with the ticket that opens it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChannelId } from '../../protocol';
import { useAct, type Verb } from '../../services';

/** Where a file can be read for the next minutes. */
export const addressOf =
  (path: string, channelId: ChannelId): Verb<Promise<string>> =>
  async (_dispatch, _state, { tickets }) =>
    `${path}?ticket=${await tickets.for(channelId)}`;

/** The ticket opened nothing. */
const forget =
  (channelId: ChannelId): Verb<void> =>
  (_dispatch, _state, { tickets }) =>
    tickets.forget(channelId);

type Found = { status: 'waiting' | 'gone' } | { status: 'here'; address: string };

/**
 * The address once it is known; the same for as long as the file is shown, whatever becomes of the
 * ticket. `failed` is for when it could not be read: once another ticket is tried.
 */
export function useAddress(path: string, channelId: ChannelId) {
  const act = useAct();
  const [found, setFound] = useState<Found>({ status: 'waiting' });
  const tried = useRef(false);
  const look = useCallback(() => {
    let wanted = true;
    const show = (next: Found): void => {
      if (wanted) setFound(next);
    };
    act(addressOf(path, channelId)).then(
      (address) => show({ status: 'here', address }),
      () => show({ status: 'gone' }),
    );
    return () => {
      wanted = false;
    };
  }, [act, path, channelId]);
  useEffect(look, [look]);
  const failed = useCallback(() => {
    if (tried.current) {
      setFound({ status: 'gone' });
      return;
    }
    tried.current = true;
    act(forget(channelId));
    look();
  }, [act, channelId, look]);
  return { found, failed };
}

/** Saves a file under its name. */
export const download =
  (path: string, channelId: ChannelId, filename: string): Verb<Promise<void>> =>
  async (dispatch) => {
    const link = document.createElement('a');
    link.href = await dispatch(addressOf(path, channelId));
    link.download = filename;
    link.click();
  };
