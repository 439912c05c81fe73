/** What stands around notices. */
import { catalogue } from '../../language';

export const words = catalogue('features/notices/words', {
  notices: 'Notices',
  dismiss: 'Dismiss',
});
