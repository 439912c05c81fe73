/** What questions about conversations say. */
import { catalogue } from '../language';
import { number } from '../language/formats';

export const words = catalogue('app/dialogWords', {
  bringPeopleIn: 'Bring people in',
  bringIn: (count: number) => (count > 1 ? `Bring ${number(count)} in` : 'Bring in'),
  messageSomebody: 'Message somebody',
  begin: (count: number): string => (count > 1 ? 'Begin a group' : 'Message'),
});
