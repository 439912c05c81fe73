// @vitest-environment happy-dom
import { expect, it } from 'vitest';
import { isPushKey, keyName } from './pushKey';

const press = (code: string, focus: Element | null, chosen = code): boolean =>
  isPushKey({ code, isComposing: false }, chosen, focus);

it('talks with the chosen key, but does not take a letter from a text field', () => {
  const field = document.createElement('textarea');
  const button = document.createElement('button');
  expect(press('KeyV', null)).toBe(true);
  expect(press('KeyV', button)).toBe(true);
  expect(press('KeyV', field)).toBe(false);
  expect(press('ControlRight', field)).toBe(true);
  expect(press('F8', field)).toBe(true);
  expect(press('KeyV', null, 'KeyB')).toBe(false);
});

it('calls keys by their names', () => {
  expect(['KeyV', 'Digit7', 'Backquote', 'ControlRight', 'F8', 'PageDown'].map(keyName)).toEqual([
    'V',
    '7',
    '`',
    'Control (Right)',
    'F8',
    'Page Down',
  ]);
});
