/** What files in messages say. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { mix } from '../../language/mix';
import type { ReactNode } from 'react';

export const words = catalogue('features/attachments/words', {
  describeThisPicture: 'Describe this picture',
  whatDoesItShowScreen: 'What does it show? Screen readers say this instead.',
  download: (name: string) => `Download ${name}`,
  pictureBefore: 'The picture before',
  nextPicture: 'The next picture',
  thisPictureIsNotHere: 'This picture is not here any more.',
  show: (name: string) => `Show ${name}`,
  filesToSend: 'Files to send',
  uploading: (name: string) => `Uploading ${name}`,
  describe: 'Describe',
  described: 'Described',
  remove: (name: string) => `Remove ${name}`,
  hasFileHereHasAt: (name: string, size: string, most: string) =>
    `${name} has ${size}. A file here has at most ${most}.`,
  isGone: (name: ReactNode) => mix`${name} is not here any more.`,
  placeOf: (at: number, count: number) => ` ${number(at)} of ${number(count)}`,
  isEmpty: (name: string) => `${name} is empty.`,
  messageCarriesAtMostFiles: (count: number) => `A message carries at most ${number(count)} files.`,
  attachFilesUpToOf: (count: number, size: string) =>
    `Attach files: up to ${number(count)}, of ${size} each`,
});
