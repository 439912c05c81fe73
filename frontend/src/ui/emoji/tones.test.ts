// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { chooseTone, chosenTone, toned, TONES, untoned } from './tones';

const DARK = TONES[5] ?? '';

beforeEach(() => localStorage.clear());

it.each([
  ['👍', '👍🏿'],
  ['✌️', '✌🏿'],
  ['👍🏻', '👍🏿'],
  ['🤷‍♀️', '🤷🏿‍♀️'],
  ['🎉', '🎉'],
  ['👪', '👪'],
  ['❤️', '❤️'],
])('gives %s the tone of %s, where it has tones', (emoji, expected) => {
  expect(toned(emoji, DARK)).toBe(expected);
});

it('finds the one without a tone again', () => {
  expect(untoned('👍🏿')).toBe('👍');
  expect(untoned('🎉')).toBe('🎉');
});

it('leaves emoji as they are without a tone', () => {
  expect(toned('👍', '')).toBe('👍');
});

it('remembers the choice, and survives what others wrote there', () => {
  chooseTone(DARK);
  expect(chosenTone()).toBe(DARK);
  expect(toned('👋')).toBe('👋🏿');
  localStorage.setItem('parlor.emoji-tone', 'green');
  expect(chosenTone()).toBe('');
});
