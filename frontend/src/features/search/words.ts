/** What the search says. */
import { catalogue } from '../../language';
import { number } from '../../language/formats';
import { english } from '../../language/plural';
import { mix } from '../../language/mix';
import type { ReactNode } from 'react';

export const words = catalogue('features/search/words', {
  findWhatWasSaid: 'Find what was said',
  howTo: (from: ReactNode, place: ReactNode, has: ReactNode, before: ReactNode, after: ReactNode) =>
    mix`Write a few words, or narrow it down with ${from}, ${place}, ${has}, ${before} and ${after}. Quotes find words that stand together.`,
  searching: 'Searching',
  searchDidNotWork: 'The search did not work',
  nothingWasFound: 'Nothing was found',
  tryFewerOrOtherWords:
    'Try fewer or other words, or look everywhere. Only what you may see is found.',
  moreThanMessages: (count: number) => `More than ${number(count)} messages`,
  foundMessages: 'Found messages',
  nextOnesCouldNotBe: 'The next ones could not be read.',
  messages: (count: number) => english(count, '1 message', `${number(count)} messages`),
  noMore: (messages: string) => `${messages}, no more.`,
  unknown: (what: string) => `${what}: nothing here is called that. It is looked for as words.`,
  remove: (what: string) => `${what}, remove`,
  searchMessages: 'Search messages',
  conditions: 'Conditions',
  search: 'Search',
  whereToLook: 'Where to look',
  from: (label: string) => `from ${label}`,
  in: (label: string) => `in ${label}`,
  before: (day: string) => `before ${day}`,
  after: (day: string) => `since ${day}`,
  has: { link: 'has a link', file: 'has a file', image: 'has a picture' },
  /** Days by name, as they may be typed, too. */
  days: {
    today: 'today',
    yesterday: 'yesterday',
    week: 'last week',
    month: 'last month',
    year: 'last year',
  },
  hints: {
    from: 'who wrote it',
    in: 'which channel',
    has: 'what is in it',
    before: 'up to a day',
    after: 'from a day on',
  },
});
