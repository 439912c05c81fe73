/** Turning notifications on: the one place where the browser asks. */
import type { Verb } from '../../services';
import { noticeRaised } from '../../services/events';
import { choicesMade, permissionKnown } from './desktopSlice';
import { words } from './words';

/** After a click on something that said what for. */
export const turnOn =
  (): Verb<Promise<void>> =>
  async (dispatch, _state, { desktop }) => {
    const permitted = await desktop.ask();
    dispatch(permissionKnown(permitted));
    if (permitted === 'granted') {
      dispatch(choicesMade({ shown: true, declined: false }));
      dispatch(noticeRaised({ kind: 'done', text: words.notificationsAreOnInThis }));
    } else if (permitted === 'denied') {
      dispatch(
        noticeRaised({
          kind: 'problem',
          text: words.browserKeepsNotificationsOffIts,
        }),
      );
    }
  };
