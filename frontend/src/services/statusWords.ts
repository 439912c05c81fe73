/** How long a status text lasts. */
import { catalogue } from '../language';

export const words = catalogue('services/statusWords', {
  'as-it-is': 'As long as before',
  'for-ever': 'Until I change it',
  'half-an-hour': '30 minutes',
  hours: '4 hours',
  today: 'Today',
  week: 'This week',
});
