/** What the palette says. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { mix } from '../../language/mix';
import { english } from '../../language/plural';
import type { ReactNode } from 'react';

export const words = catalogue('features/palette/words', {
  findOrJumpTo: 'Find or jump to',
  found: 'Found',
  signs: (people: ReactNode, channels: ReactNode, commands: ReactNode) =>
    mix`${people} people ${channels} channels ${commands} commands`,
  nothingYouCanSeeIs: 'Nothing you can see is called that. Try fewer letters.',
  results: (count: number) => english(count, '1 result', `${number(count)} results`),
  forYou: (mentions: number) => `${number(mentions)} for you`,
});
