import { describe, expect, it } from 'vitest';
import { randomOf } from '../../testing/random';
import { codesLoaded } from '../../ui/emoji/codes';
import { encoded, typed, type Nameable } from './mentions';

const HOUSE: Nameable = {
  people: [
    { id: '1', handle: 'ada', name: 'Ada' },
    { id: '2', handle: 'bo.l', name: 'Bo Lindqvist' },
  ],
  roles: [{ id: '3', name: 'Key Holders' }],
  channels: [
    { id: '4', name: 'seeds' },
    { id: '5', name: 'seeds-swap' },
    { id: '6', name: 'c++ (new)' },
  ],
};

codesLoaded((code) => ({ tada: '🎉', 100: '💯' })[code] ?? null);

describe('what is typed, as it is sent', () => {
  it.each([
    ['hello @ada', 'hello <@1>'],
    ['@Ada, come', '<@1>, come'],
    ['thanks @bo.l.', 'thanks <@2>.'],
    ['ask @key holders!', 'ask <@&3>!'],
    ['in #seeds and #seeds-swap', 'in <#4> and <#5>'],
    ['in #c++ (new)', 'in <#6>'],
    ['@adam and me@ada.org and #seedsman', '@adam and me@ada.org and #seedsman'],
    ['`@ada` ```\n#seeds\n``` @ada', '`@ada` ```\n#seeds\n``` <@1>'],
    ['@everyone', '@everyone'],
    ['<@1> <#4>', '<@1> <#4>'],
    [':tada: @ada :100:', '🎉 <@1> 💯'],
    [
      '`:tada:` at 1:100:2, http://x:100: and :nobody:',
      '`:tada:` at 1:100:2, http://x:100: and :nobody:',
    ],
  ])('%j -> %j', (text, expected) => {
    expect(encoded(text, HOUSE)).toBe(expected);
  });
});

it('comes back as it was typed, to be changed', () => {
  expect(typed('<@1> <@&3> <#5> <@9> `<@1>`', HOUSE)).toBe(
    '@ada @Key Holders #seeds-swap <@9> `<@1>`',
  );
});

/** Editing and saving without a change must change nothing. */
it('survives being edited, whatever it is', () => {
  const parts = [
    '<@1>',
    '<@&3>',
    '<#4>',
    '<#5>',
    '<@9>',
    'word',
    '`',
    '```',
    '\n',
    ', ',
    '! ',
    ' ',
  ];
  const random = randomOf(11);
  for (let round = 0; round < 2_000; round += 1) {
    const content = Array.from(
      { length: 1 + Math.floor(random() * 9) },
      () => ` ${parts[Math.floor(random() * parts.length)]} `,
    ).join('');
    expect(encoded(typed(content, HOUSE), HOUSE)).toBe(content);
  }
});
