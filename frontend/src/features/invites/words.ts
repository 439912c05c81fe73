/** What inviting somebody says. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { english } from '../../language/plural';

function timesOf(count: number): string {
  return english(count, 'once', `${number(count)} times`);
}

export const words = catalogue('features/invites/words', {
  inviteSomebody: 'Invite somebody',
  invitePeople: 'Invite people',
  invitePeopleTo: (name: string) => `Invite people to ${name}`,
  makeAnother: 'Make another',
  whoeverOpensLinkCanMake: 'Whoever opens the link can make an account and join.',
  anyNumber: 'Any number',
  goodFor: 'Good for',
  howManyCanUseIt: 'How many can use it',
  makeLink: 'Make a link',
  inviteLink: 'Invite link',
  hideQRCode: 'Hide the QR code',
  showQRCode: 'Show a QR code',
  qRCodeOfInviteLink: 'QR code of the invite link',
  people: (count: number) => english(count, '1 person', `${number(count)} people`),
  /** `null` = as often as anybody likes. */
  good: (times: number | null, until: string) => {
    const often = times === null ? 'for any number of people' : timesOf(times);
    return `Good ${often}, ${until}.`;
  },
  until: (moment: string) => `until ${moment}`,
  forEver: 'for ever',
  usedOf: (uses: number, most: number, until: string) =>
    `Used ${number(uses)} of ${number(most)} ${english(most, 'time', 'times')}, good ${until}.`,
  used: (uses: number, until: string) =>
    `${uses === 0 ? 'Not used yet' : `Used ${timesOf(uses)}`}, good ${until}.`,
});
