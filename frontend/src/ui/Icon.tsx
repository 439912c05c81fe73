/** The pictures: 16 by 16, one stroke weight, in the colour of the text beside them. */

const PATHS = {
  back: 'M10 3 5 8l5 5',
  ban: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM3.8 3.8l8.4 8.4',
  bell: 'M3.5 11.5h9c-1-1-1.2-2.2-1.2-4.2a3.3 3.3 0 0 0-6.6 0c0 2-.2 3.2-1.2 4.2zM6.8 13.8h2.4',
  call: 'M3.2 2.5h2.4l1.2 3-1.5 1.1a8 8 0 0 0 4.1 4.1l1.1-1.5 3 1.2v2.4a1 1 0 0 1-1.1 1A11.3 11.3 0 0 1 2.2 3.6a1 1 0 0 1 1-1.1z',
  apart: 'M2 3h12v10H2zM8 8h4.5v3.5H8z',
  camera: 'M2 4.5h7.5v7H2zM9.5 7.2 14 5v6L9.5 8.8',
  chat: 'M2.5 3.5h11v7.5H8L4.8 13.6V11H2.5z',
  check: 'm3 8.5 3.2 3.2L13 5',
  chevron: 'm4.5 6.3 3.5 3.5 3.5-3.5',
  clock: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM8 4.8V8l2.2 1.6',
  close: 'm4 4 8 8M12 4l-8 8',
  copy: 'M5.5 5.5h8v8h-8zM10.5 5.5V2.5h-8v8h3',
  crown: 'M2.5 12.5h11M2.8 10 2 4.5l3.4 2.6L8 3.2l2.6 3.9L14 4.5 13.2 10z',
  down: 'M8 3v10M4 9l4 4 4-4',
  dots: 'M3 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M7.5 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0M12 8a.5.5 0 1 0 1 0 .5.5 0 1 0-1 0',
  ears: 'M2.8 10V8a5.2 5.2 0 0 1 10.4 0v2M2.8 9.5h2v4h-1a1 1 0 0 1-1-1zM13.2 9.5h-2v4h1a1 1 0 0 0 1-1z',
  'ears-off':
    'M2.8 10V8c0-1.2.4-2.3 1-3.1M6 3.2A5.2 5.2 0 0 1 13.2 8v2M2.8 9.5h2v4h-1a1 1 0 0 1-1-1zM13.2 9.5h-2M2.5 2.5l11 11',
  eye: 'M1.8 8S4 3.8 8 3.8 14.2 8 14.2 8 12 12.2 8 12.2 1.8 8 1.8 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
  gear: 'M8 5.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4zM8 1.8v2M8 12.2v2M1.8 8h2M12.2 8h2M3.6 3.6 5 5M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4',
  grid: 'M2.5 2.5h4.5v4.5H2.5zM9 2.5h4.5v4.5H9zM2.5 9h4.5v4.5H2.5zM9 9h4.5v4.5H9z',
  grip: 'M6 4v.1M10 4v.1M6 8v.1M10 8v.1M6 12v.1M10 12v.1',
  hash: 'M6 2 4.6 14M11.4 2 10 14M2.4 5.5h11.2M2 10.5h11.2',
  house: 'M2.5 7.3 8 2.8l5.5 4.5M4 6.2v7h8v-7M6.7 13.2V9.5h2.6v3.7',
  inbox: 'M2.5 9 4.3 3h7.4l1.8 6v4h-11zM2.5 9h3.2l.8 1.6h3L10.3 9h3.2',
  invite:
    'M6 3.3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM1.8 13.3a4.2 4.2 0 0 1 8.4 0M12.5 5v5M10 7.5h5',
  keys: 'M2 4.5h12v7.5H2zM4.5 7h.1M7 7h.1M9.2 7h.1M11.5 7h.1M5.5 9.6h5',
  larger: 'M9.5 3H13v3.5M6.5 13H3V9.5M13 3 9 7M3 13l4-4',
  leave: 'M9.5 3h-6v10h6M7 8h7M11.5 5.3 14 8l-2.5 2.7',
  lock: 'M4 7h8v6.5H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
  menu: 'M2.5 4.5h11M2.5 8h11M2.5 11.5h11',
  mic: 'M8 2a2 2 0 0 0-2 2v4a2 2 0 0 0 4 0V4a2 2 0 0 0-2-2zM3.8 7.5a4.2 4.2 0 0 0 8.4 0M8 11.7V14M5.8 14h4.4',
  'mic-off':
    'M6 6v2a2 2 0 0 0 3.2 1.6M10 7V4a2 2 0 0 0-3.9-.6M3.8 7.5a4.2 4.2 0 0 0 6.6 3.4M12.2 7.5c0 .6-.1 1.2-.4 1.8M8 11.7V14M5.8 14h4.4M2.5 2.5l11 11',
  next: 'm6 3 5 5-5 5',
  pencil: 'M3 13l.6-2.8 7.2-7.2 2.2 2.2-7.2 7.2zM9.5 4.3l2.2 2.2',
  people:
    'M6 3a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5zM1.8 13a4.2 4.2 0 0 1 8.4 0M10.5 3.3a2.5 2.5 0 0 1 0 4.4M12 9.4a4.2 4.2 0 0 1 2.2 3.6',
  pin: 'M5.5 2.5h5M6.3 2.5v4.2L4.2 9.5h7.6L9.7 6.7V2.5M8 9.5v4.3',
  plus: 'M8 3v10M3 8h10',
  screen: 'M2 3h12v8H2zM5.5 13.5h5M8 11v2.5',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2l3.4 3.4',
  send: 'M2.5 8 13.5 3 10.5 13.5 7.6 9.2zM7.6 9.2 13.5 3',
  smile: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2zM5.6 9.5a2.8 2.8 0 0 0 4.8 0M6 6.3v.2M10 6.3v.2',
  signal: 'M3 13v-2.5M6.3 13V8.5M9.7 13V6M13 13V3',
  smaller: 'M13 6.5H9.5V3M3 9.5h3.5V13M9.5 6.5 13 3M6.5 9.5 3 13',
  slash: 'M11 2.5 5 13.5',
  tag: 'M2.5 2.5h5.2l5.8 5.8-5.2 5.2-5.8-5.8zM5.3 5.3v.01',
  theme: 'M8 2a6 6 0 1 0 0 12zM8 2a6 6 0 0 1 0 12',
  trash: 'M3 4.5h10M6.5 4.5V2.8h3v1.7M4.3 4.5l.6 8.7h6.2l.6-8.7M6.8 7v3.8M9.2 7v3.8',
  up: 'M8 13V3M4 7l4-4 4 4',
  voice: 'M2.5 6v4h2.6L8.5 13V3L5.1 6zM11 5.5a3.5 3.5 0 0 1 0 5M12.8 3.6a6 6 0 0 1 0 8.8',
  link: 'M6.8 9.2a2.6 2.6 0 0 0 3.7 0l2.4-2.4a2.6 2.6 0 0 0-3.7-3.7l-.8.8M9.2 6.8a2.6 2.6 0 0 0-3.7 0L3.1 9.2a2.6 2.6 0 0 0 3.7 3.7l.8-.8',
  more: 'M3.4 7.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1zM8 7.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1zM12.6 7.5a.5.5 0 1 0 0 1 .5.5 0 0 0 0-1z',
  reply: 'M6.5 4 2.8 7.5l3.7 3.5M3 7.5h6a4 4 0 0 1 4 4v.8',
  unread:
    'M13.5 8.5v3.5a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 12V5A1.5 1.5 0 0 1 4 3.5h4.5M12.5 2.2a1.6 1.6 0 1 0 0 3.2 1.6 1.6 0 0 0 0-3.2z',
  file: 'M4 1.8h5l3.5 3.5v8.9H4zM9 1.8v3.5h3.5',
  download: 'M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13.3h10',
  left: 'M10 3 5 8l5 5',
  right: 'M6 3l5 5-5 5',
} as const;

/** Those that point along a line: they turn with the writing. */
const TURNING = new Set<keyof typeof PATHS>([
  'back',
  'leave',
  'left',
  'next',
  'reply',
  'right',
  'send',
  'voice',
]);

/** The name of a picture. */
export type IconName = keyof typeof PATHS;

/**
 * A picture. It says nothing to those who hear the page: the control around it has a label.
 * `size` is in pixels where text has its normal size, and grows with it.
 */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      className={TURNING.has(name) ? 'turns' : undefined}
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
