/** Words that are the same wherever they stand. */
import { catalogue } from '.';

export const common = catalogue('language/common', {
  tryAgain: 'Try again',
  cancel: 'Cancel',
  save: 'Save',
  close: 'Close',
  remove: 'Remove',
  delete: 'Delete',
  nothingIsLost: 'The server did not answer. Nothing is lost.',
  showOlder: 'Show older',
  markRead: 'Mark read',
  settings: 'Settings',
  name: 'Name',
  members: 'Members',
  channels: 'Channels',
  none: 'None',
  aFile: 'A file',
  signIn: 'Sign in',
  makeIt: 'Make it',
  reload: 'Reload',
  later: 'Later',
  notifications: 'Notifications',
  download: 'Download',
  roles: 'Roles',
  /** Between names that only stand beside each other. */
  comma: ', ',
  tryNow: 'Try now',
  request: (id: string) => `Request ${id}`,
});
