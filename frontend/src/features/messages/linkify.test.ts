import { describe, expect, it } from 'vitest';
import { randomOf } from '../../testing/random';
import { linkify } from './linkify';

const linksIn = (text: string): string[] =>
  linkify(text).flatMap((piece) => (piece.kind === 'link' ? [piece.text] : []));

describe('linkify', () => {
  it.each([
    ['nothing here', []],
    ['', []],
    ['https://example.org', ['https://example.org']],
    ['see HTTP://Example.org/A now', ['HTTP://Example.org/A']],
    ['(see https://example.org/a)', ['https://example.org/a']],
    [
      'https://en.wikipedia.org/wiki/Parlor_(room)',
      ['https://en.wikipedia.org/wiki/Parlor_(room)'],
    ],
    [
      '(https://en.wikipedia.org/wiki/Parlor_(room)).',
      ['https://en.wikipedia.org/wiki/Parlor_(room)'],
    ],
    ['Really? https://example.org/?q=a,b!', ['https://example.org/?q=a,b']],
    ['**https://example.org/**', ['https://example.org/']],
    ['[https://example.org]', ['https://example.org']],
    ['"https://example.org/a"', ['https://example.org/a']],
    ['<https://example.org/a>', ['https://example.org/a']],
    ['https://a.example\nhttps://b.example', ['https://a.example', 'https://b.example']],
    ['https://例え.jp/テスト', ['https://例え.jp/テスト']],
    ['https://', []],
    ['https://.', []],
  ])('finds in %j just %j', (text, links) => {
    expect(linksIn(text)).toEqual(links);
  });

  /** What is followed with a click may only be a page. */
  it.each([
    'javascript:alert(1)',
    'data:text/html,hi',
    'file:///etc/passwd',
    'vbscript:x',
    'xhttps://example.org',
    'ftp://example.org',
  ])('leaves %s alone', (text) => {
    expect(linksIn(text)).toEqual([]);
  });

  it('shows the address as it was written, and follows it as a browser reads it', () => {
    expect(linkify('https://EXAMPLE.org/ä')).toEqual([
      { kind: 'link', text: 'https://EXAMPLE.org/ä', href: 'https://example.org/%C3%A4' },
    ]);
  });

  /** Whatever the text: its pieces are the text, and each address leads to a page. */
  it('loses nothing of any text', () => {
    const random = randomOf(7);
    const parts = [
      'https://',
      'http://',
      'example.org',
      '/',
      ')',
      '(',
      '.',
      ' ',
      '\n',
      '"',
      'ä',
      '😀',
      '[',
      ']',
      '%',
      '#',
      '@',
      ':80',
    ];
    for (let round = 0; round < 2_000; round += 1) {
      const text = Array.from(
        { length: Math.trunc(random() * 12) },
        () => parts[Math.trunc(random() * parts.length)],
      ).join('');
      const pieces = linkify(text);
      expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      for (const piece of pieces) {
        if (piece.kind === 'link') expect(piece.href).toMatch(/^https?:\/\//);
      }
    }
  });
});
