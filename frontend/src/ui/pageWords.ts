/** What pages of settings say. */
import { catalogue } from '../language';

export const words = catalogue('ui/pageWords', {
  allOf: (title: string) => `All of ${title}`,
  nothingHere: 'Nothing here',
  closeEsc: 'Close (Esc)',
  thereIsNoSuchPage: 'There is no such page',
  addressIsNotRightOr: 'The address is not right, or this is not yours to change.',
  chooseAnother: 'Choose another',
  choosePicture: 'Choose a picture',
  itGoesWhenYouSave: 'It goes when you save.',
  picture: (label: string) => `${label}: a picture`,
  whatWasChosen: 'What was chosen',
  whatShallBeSeen: 'What of it shall be seen?',
  pullPicture: 'Pull the picture to where it fits.',
  size: 'Size',
  sideways: 'To the side',
  upAndDown: 'Up and down',
  takeIt: 'Use it',
  areLoading: (label: string) => `${label} are loading`,
  showMore: 'Show more',
  saveOrResetYourChanges: 'Save or reset your changes first.',
  unsavedChanges: 'Unsaved changes',
  youHaveChangesThatAre: 'You have changes that are not saved.',
  reset: 'Reset',
  saveChanges: 'Save changes',
});
