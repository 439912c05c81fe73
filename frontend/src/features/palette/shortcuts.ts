/** The keys there are, for the sheet that lists them. */

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
export const GROUPS: Group[] = [
  {
    title: 'Finding',
    shortcuts: [
      { keys: ['Ctrl', 'K'], does: 'Find or jump to anything' },
      { keys: ['Ctrl', 'F'], does: 'Search messages; once more: in the page' },
      { keys: ['Ctrl', '/'], does: 'Show this list' },
    ],
  },
  {
    title: 'Reading',
    shortcuts: [
      { keys: ['↑', '↓'], does: 'From message to message' },
      { keys: ['Esc'], does: 'To the present, and all of it read' },
      { keys: ['Shift', 'Esc'], does: 'Everything read, everywhere' },
    ],
  },
  {
    title: 'Going',
    shortcuts: [
      { keys: ['Alt', '↑'], does: 'To the channel above' },
      { keys: ['Alt', '↓'], does: 'To the channel below' },
      { keys: ['Alt', 'Shift', '↓'], does: 'To the next channel with something new' },
    ],
  },
  {
    title: 'With a message',
    shortcuts: [
      { keys: ['Tab'], does: 'To its tools' },
      { keys: ['R'], does: 'Answer it' },
      { keys: ['E'], does: 'Edit it' },
      { keys: ['P'], does: 'Pin it, or take the pin away' },
      { keys: ['U'], does: 'Mark it unread' },
      { keys: ['Delete'], does: 'Delete it' },
    ],
  },
  {
    title: 'Talking',
    shortcuts: [
      { keys: ['Ctrl', 'Shift', 'M'], does: 'Mute, and unmute' },
      { keys: ['Ctrl', 'Shift', 'D'], does: 'Deafen, and hear again' },
    ],
  },
  {
    title: 'Writing',
    shortcuts: [
      { keys: ['Enter'], does: 'Send' },
      { keys: ['Shift', 'Enter'], does: 'Begin a line' },
      { keys: ['↑'], does: 'Edit what you wrote last' },
    ],
  },
];
