/** What the screens before signing in say. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { mix } from '../../language/mix';
import type { ReactNode } from 'react';

export const words = catalogue('features/auth/words', {
  userName: 'User name',
  youSignInWithIt: 'You sign in with it. Letters, digits, . _ and -',
  displayNameOptional: 'Display name (optional)',
  whatOthersSeeYouCan: 'What others see. You can change it at any time.',
  password: 'Password',
  passwordHint: (count: number) =>
    `At least ${number(count)} characters. Some words make a good one.`,
  yourAddressIsConfirmed: 'Your address is confirmed',
  itBelongsToYourAccount: 'It belongs to your account now.',
  goOn: 'Go on',
  confirmYourEMail: 'Confirm your e-mail',
  itBecomesAddressOfYour: 'It becomes the address of your account.',
  confirm: 'Confirm',
  thisLinkWasUsedAlready:
    'This link was used already or is too old. Change the address again to get another one.',
  somebodyElseHasThisAddress: 'Somebody else has this address by now.',
  thisServerSendsNoMail:
    'This server sends no mail. Ask who runs it for a link to choose another password.',
  linkIsOnItsWay: (email: string) =>
    `If an account here has the address ${email}, a link is on its way to it. It is good for 15 minutes.`,
  lookIntoYourMail: 'Look into your mail',
  backToSigningIn: 'Back to signing in',
  chooseAnotherPassword: 'Choose another password',
  youGetLinkByMail: 'You get a link by mail, to the address of your account.',
  eMail: 'E-mail',
  sendMeLink: 'Send me a link',
  lookingAtYourInvite: 'Looking at your invite',
  thisInviteIsNoLonger: 'This invite is no longer good',
  itHasBeenUsedUp: 'It has been used up, taken back, or has expired. Ask for a new one.',
  signInWithAccountYou: 'Sign in with an account you have',
  inviteCouldNotBeRead: 'The invite could not be read',
  join: (name: string) => `Join ${name}`,
  invitesYou: (name: ReactNode) => mix`${name} invites you to talk here.`,
  closed: (house: string) =>
    `Registration is closed: ${house} takes no new accounts at the moment.`,
  iHaveAccountAlready: 'I have an account already',
  thisInviteIsNoLongerGood: 'This invite is no longer good. Ask for a new one.',
  signInTo: (house: string) => `Sign in to ${house}`,
  nameOrPasswordIsNot: 'The name or the password is not right.',
  youWereSignedOutSign: 'You were signed out. Sign in again to go on where you were.',
  userNameOrEMail: 'User name or e-mail',
  iForgotMyPassword: 'I forgot my password',
  makeAccount: 'Make an account',
  noAccountYetAskSomebody: 'No account yet? Ask somebody here for an invite.',
  thisLinkWasUsedAlreadyOr: 'This link was used already or is too old. Ask for another one.',
  yourPasswordIsChanged: 'Your password is changed',
  everyDeviceWasSignedOut: 'Every device was signed out. Sign in with the new password.',
  itSignsEveryDeviceOf: 'It signs every device of yours out.',
  newPassword: 'New password',
  changePassword: 'Change the password',
  setUpParlor: 'Set up Parlor',
  makeFirstAccountItOwns:
    'Make the first account. It owns this server and its first space; everybody else comes by your invite.',
  setUpAndEnter: 'Set up and enter',
  openSetUpLinkThat:
    'Open the set-up link that the server printed when it started: it proves that this server is yours.',
  makeTheAccount: 'Make the account',
  registrationIsClosed: 'Registration is closed',
  takesNone: (house: string) => `${house} takes no new accounts at the moment.`,
  byInvite: (house: string) => `${house} is joined by invite. Ask somebody who is here for a link.`,
  thisServer: 'This server',
  youNeedInvite: 'You need an invite',
});
