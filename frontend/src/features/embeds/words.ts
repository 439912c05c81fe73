/** What previews of links say. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { english } from '../../language/plural';

export const words = catalogue('features/embeds/words', {
  removePreviews: (count: number) => english(count, 'Remove the preview', 'Remove the previews'),
  shallPreviewsGo: (count: number) =>
    english(count, 'Remove the preview?', `Remove the ${number(count)} previews?`),
  messageStaysWhatItLinks:
    'The message stays. What it links to is no longer shown below it, for anybody.',
});
