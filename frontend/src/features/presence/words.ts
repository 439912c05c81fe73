/** What one’s own status says. */
import { catalogue } from '../../language';

export const words = catalogue('features/presence/words', {
  online: 'Online',
  idle: 'Away',
  dnd: 'Do not disturb',
  invisible: 'Invisible',
  changeYourStatusText: 'Change your status text',
  setStatusText: 'Set a status text',
  change: (status: string) => `, ${status}. Change your status`,
  yourStatus: 'Your status',
});
