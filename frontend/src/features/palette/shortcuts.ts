/** The keys there are, for the sheet that lists them. */

import { words } from './sheetWords';

/** A key combination and what it does. `Ctrl` is the command key on a Mac. */
export interface Shortcut {
  keys: string[];
  does: string;
}

/** Keys that belong together. */
export interface Group {
  title: string;
  shortcuts: Shortcut[];
}

/** All of them. */
export const groups = (): Group[] => [
  {
    title: words.finding,
    shortcuts: [
      { keys: ['Ctrl', 'K'], does: words.findOrJumpToAnything },
      { keys: ['Ctrl', 'F'], does: words.searchMessagesOnceMoreIn },
      { keys: ['Ctrl', '/'], does: words.showThisList },
      { keys: ['?'], does: words.sameOutsideField },
    ],
  },
  {
    title: words.reading,
    shortcuts: [
      { keys: ['↑', '↓'], does: words.fromMessageToMessage },
      { keys: ['Esc'], does: words.toPresentAndAllOf },
      { keys: ['Shift', 'Esc'], does: words.everythingReadEverywhere },
    ],
  },
  {
    title: words.going,
    shortcuts: [
      { keys: ['Alt', '↑'], does: words.toChannelAbove },
      { keys: ['Alt', '↓'], does: words.toChannelBelow },
      { keys: ['Alt', 'Shift', '↓'], does: words.toNextChannelWithSomething },
    ],
  },
  {
    title: words.withMessage,
    shortcuts: [
      { keys: ['Tab'], does: words.toItsTools },
      { keys: ['R'], does: words.answerIt },
      { keys: ['E'], does: words.editIt },
      { keys: ['P'], does: words.pinItOrTakePin },
      { keys: ['U'], does: words.markItUnread },
      { keys: ['Delete'], does: words.deleteIt },
    ],
  },
  {
    title: words.talking,
    shortcuts: [
      { keys: ['Ctrl', 'Shift', 'M'], does: words.mute },
      { keys: ['Ctrl', 'Shift', 'D'], does: words.deafen },
    ],
  },
  {
    title: words.writing,
    shortcuts: [
      { keys: ['Enter'], does: words.send },
      { keys: ['Shift', 'Enter'], does: words.beginLine },
      { keys: ['↑'], does: words.editWhatYouWroteLast },
    ],
  },
];
