/** What primitives say. */
import { catalogue } from '../language';

export const words = catalogue('ui/words', {
  status: {
    online: 'online',
    idle: 'away',
    dnd: 'do not disturb',
    invisible: 'invisible',
    offline: 'offline',
  },
  copied: 'Copied',
  copy: 'Copy',
  showPassword: 'Show password',
  hide: 'Hide',
  show: 'Show',
  emoji: 'Emoji',
  code: 'Code',
  codeIn: (language: string) => `Code, ${language}`,
  notAllowedHere: 'Not allowed here',
  ofCode: 'code',
  nobodyKnown: 'unknown',
  hiddenText: '(hidden)',
  unknownRole: 'unknown role',
  unknown: '#unknown',
  hiddenTextPressToShow: 'Hidden text. Press to show it',
});
