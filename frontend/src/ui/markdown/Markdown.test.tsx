// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { randomOf } from '../../testing/random';
import { highlight, type Highlighted } from './highlight';
import { Markdown } from './Markdown';
import { NamesContext, NO_NAMES, piecesOf, plainOf, type Names } from './names';

const NAMES: Names = {
  user: (id) =>
    id === '1' ? { name: 'Ada', me: true } : id === '2' ? { name: 'Bo', me: false } : null,
  role: (id) => (id === '3' ? { name: 'Committee', mine: true } : null),
  channel: (id) => (id === '4' ? { name: 'seeds', href: '/channels/4' } : null),
};

/** What is inside the text, as the browser is told. */
const html = (text: string): string =>
  renderToStaticMarkup(
    <NamesContext value={NAMES}>
      <Markdown text={text} />
    </NamesContext>,
  )
    .replaceAll(' dir="auto"', '')
    .replace(/^<div class="text">/, '')
    .replace(/<\/div>$/, '');

describe('what people type', () => {
  it.each([
    [
      '**bold** *it* _it_ ~~no~~',
      '<p><strong>bold</strong> <em>it</em> <em>it</em> <del>no</del></p>',
    ],
    ['`a *b* <c>`', '<p><code>a *b* &lt;c&gt;</code></p>'],
    ['one\ntwo', '<p>one\ntwo</p>'],
    ['one\n\ntwo', '<p>one</p><p>two</p>'],
    ['one\n\n\ntwo', '<p>one</p><br/><p>two</p>'],
    ['> said\n\nyes', '<blockquote><p>said</p></blockquote><p>yes</p>'],
    ['- a\n- b', '<ul><li>a</li><li>b</li></ul>'],
    ['3. c', '<ol start="3"><li>c</li></ol>'],
    ['# Big', '<p class="heading h1">Big</p>'],
    ['###### Small', '<p class="heading h3">Small</p>'],
    ['- [x] done', '<ul><li class="task">☑ done</li></ul>'],
    ['\\*as it is\\*', '<p>*as it is*</p>'],
    ['snake_case_name', '<p>snake_case_name</p>'],
    ['    four spaces', '<p>    four spaces</p>'],
    ['title\n---', '<p>title\n---</p>'],
    ['| a | b |\n|---|---|', '<p>| a | b |\n|---|---|</p>'],
    ['<b>x</b> &amp; <!-- y -->', '<p>&lt;b&gt;x&lt;/b&gt; &amp;amp; &lt;!-- y --&gt;</p>'],
    [
      '[a]: http://x.y\n\n[a]',
      '<p>[a]: <a href="http://x.y/" target="_blank" rel="noopener noreferrer nofollow">http://x.y</a></p><p>[a]</p>',
    ],
  ])('%j', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it('shows a few emoji alone in large', () => {
    expect(html('🎉 👍🏽')).toContain('text large');
    expect(html('🎉 yes')).not.toContain('large');
    expect(html('🎉'.repeat(7))).not.toContain('large');
  });

  it('names those it calls as they are called now', () => {
    expect(html('<@1> <@2> <@9>')).toBe(
      '<p><bdi class="called called-me">@Ada</bdi> <bdi class="called">@Bo</bdi> <bdi class="called">@unknown</bdi></p>',
    );
    expect(html('<@&3>, see <#4> or <#5>')).toBe(
      '<p><bdi class="called called-me">@Committee</bdi>, see <a href="/channels/4">#seeds</a> or <bdi>#unknown</bdi></p>',
    );
    expect(html('@everyone a@here.org x@everyone')).toMatch(
      /^<p><bdi class="called">@everyone<\/bdi> /,
    );
    expect(html('a@here.org x@everyone')).not.toContain('called');
    expect(html('`<@1>`')).toBe('<p><code>&lt;@1&gt;</code></p>');
  });

  it('says in one line what a text is about', () => {
    expect(plainOf('**Hi** <@1>,\nsee <#4> ||or not||', NAMES)).toBe(
      'Hi @Ada, see #seeds (hidden)',
    );
    expect(plainOf('<@1>', NO_NAMES)).toBe('@unknown');
    // A preview that was cut must not show what was to be hidden.
    expect(plainOf('It was ||the gard', NO_NAMES)).toBe('It was (hidden)');
    expect(plainOf('a || b', NO_NAMES)).toBe('a || b');
  });
});

describe('links', () => {
  const hrefs = (text: string): string[] =>
    [...html(text).matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href);

  it.each([
    ['see https://example.org/key.', ['https://example.org/key']],
    [
      '(https://en.wikipedia.org/wiki/Rust_(language))',
      ['https://en.wikipedia.org/wiki/Rust_(language)'],
    ],
    ['https://a.example, http://b.example!', ['https://a.example/', 'http://b.example/']],
    ['<https://a.example>', ['https://a.example/']],
    ['[words](https://a.example/b)', ['https://a.example/b']],
    ['ada@example.org', ['mailto:ada@example.org']],
    ['[x](javascript:alert(1))', []],
    ['[x](JaVaScRiPt:alert(1))', []],
    ['[x](data:text/html,hi)', []],
    ['[x](vbscript:x) [y](file:///etc/passwd) [z](//evil.example)', []],
    ['![x](javascript:alert(1))', []],
    ['<javascript:alert(1)>', []],
    ['https://', []],
  ])('%j leads to %j', (text, expected) => {
    expect(hrefs(text)).toEqual(expected);
  });

  it('says where it leads when its words name another place', () => {
    expect(html('[https://bank.example](https://evil.example)')).toContain('</a> (evil.example)');
    expect(html('[https://a.example/x](https://a.example/y)')).not.toContain('</a> (');
  });
});

/** Whatever anybody types, only these stand in the page, and nothing runs. */
describe('any text', () => {
  const ALLOWED = new Set(
    'P DIV STRONG EM DEL CODE PRE A UL OL LI BLOCKQUOTE BDI SPAN BR BUTTON'.split(' '),
  );
  const ATTRIBUTES =
    /^(?:class|dir|href|title|target|rel|role|tabindex|aria-label|aria-live|start|type|inert)$/;
  const PARTS = [
    '<',
    '>',
    '</',
    '<script>',
    '<img src=x onerror=alert(1)>',
    '<svg/onload=1>',
    '&lt;',
    '&#x3c;',
    'javascript:',
    'data:text/html,',
    '](',
    '[',
    ']',
    '(',
    ')',
    '!',
    '`',
    '```',
    '```js\n',
    '*',
    '**',
    '_',
    '~~',
    '||',
    '|',
    '\n',
    '\n\n',
    '- ',
    '1. ',
    '> ',
    '# ',
    '    ',
    '\\',
    '"',
    "'",
    '=',
    ':',
    'http://x.y',
    'https://',
    'www.',
    'a@b.c',
    '<@1>',
    '<@&3>',
    '<#4>',
    '<@',
    '@everyone',
    'word',
    '🎉',
    '\u202E',
    '\u0000',
    'ש',
    '[x]: ',
    '---',
    '<!--',
    '-->',
    '<![CDATA[',
    '\t',
    ' ',
  ];

  it('makes nothing but harmless nodes', () => {
    const random = randomOf(7);
    for (let round = 0; round < 400; round += 1) {
      const length = 1 + Math.floor(random() * 14);
      const text = Array.from(
        { length },
        () => PARTS[Math.floor(random() * PARTS.length)] ?? '',
      ).join('');
      const page = document.createElement('template');
      page.innerHTML = html(text);
      for (const element of page.content.querySelectorAll('*')) {
        const href = element.getAttribute('href') ?? 'https:';
        const harmless =
          ALLOWED.has(element.tagName) &&
          [...element.attributes].every(({ name }) => ATTRIBUTES.test(name)) &&
          /^(?:https?:|mailto:|\/channels\/4$)/.test(href);
        if (!harmless) expect.fail(`${JSON.stringify(text)} makes ${element.outerHTML}`);
      }
    }
  });

  it.each([
    '>'.repeat(4_000),
    '*'.repeat(4_000),
    '['.repeat(4_000),
    '||'.repeat(2_000),
    '`'.repeat(4_000),
    '- '.repeat(2_000),
    '**a '.repeat(1_000),
    '[a]('.repeat(1_000),
    '<'.repeat(4_000),
    '_a'.repeat(2_000),
    '![['.repeat(1_300),
    'http://'.repeat(570),
    '\n'.repeat(4_000),
    'a@'.repeat(2_000),
    '~a~~'.repeat(1_000),
  ])('is taken apart quickly: %.6s…', (text) => {
    const begun = performance.now();
    expect(html(text).length).toBeGreaterThan(0);
    expect(performance.now() - begun).toBeLessThan(1_500);
  });

  it('loses no words', () => {
    const words = 'who brings **the** key? > not ||me|| `code`'.split(' ');
    const random = randomOf(3);
    for (let round = 0; round < 300; round += 1) {
      const text = words.toSorted(() => random() - 0.5).join(' ');
      const plain = html(text).replaceAll(/<[^>]*>/g, '');
      for (const word of ['who', 'brings', 'the', 'key', 'not', 'me', 'code']) {
        expect(plain, text).toContain(word);
      }
    }
  });

  it('is cut into pieces that are the text again', () => {
    const raw = 'a <@1> <@&3> <#4> @here <@x> <@123456789012345678901>';
    const signs = { user: '@', role: '@&', channel: '#' };
    const joined = piecesOf(raw).map((piece) =>
      piece.kind === 'text' || piece.kind === 'all'
        ? piece.text
        : `<${signs[piece.kind]}${piece.id}>`,
    );
    expect(joined.join('')).toBe(raw);
  });
});

describe('code', () => {
  const textOf = (nodes: Highlighted[]): string =>
    nodes.map((node) => (typeof node === 'string' ? node : textOf(node.children))).join('');

  it('keeps every character when it is coloured', () => {
    const code = 'let soil = probe.read()?;\nprintln!("<b>{}</b>", soil);';
    const found = highlight(code, 'rust');
    expect(textOf(found ?? [])).toBe(code);
    expect(JSON.stringify(found)).toContain('hljs-keyword');
  });

  it('is left alone in a language nobody knows', () => {
    expect(highlight('x', 'klingon')).toBeNull();
    expect(html('```klingon\nx\n```')).toContain('<code>x</code>');
  });
});

describe('a spoiler', () => {
  let root: Root;
  let place: HTMLElement;
  beforeEach(() => {
    (globalThis as { IS_REACT_ACT_ENVIRONMENT?: boolean }).IS_REACT_ACT_ENVIRONMENT = true;
    place = document.createElement('div');
    document.body.append(place);
    root = createRoot(place);
  });
  afterEach(() => {
    act(() => root.unmount());
    place.remove();
  });

  it('is hidden until somebody asks', () => {
    act(() => root.render(<Markdown text="it is ||the *butler*||" />));
    const hidden = place.querySelector<HTMLElement>('[role=button]');
    expect(hidden?.querySelector('[inert]')?.textContent).toBe('the butler');
    act(() => hidden?.click());
    expect(place.querySelector('[role=button]')).toBeNull();
    expect(place.querySelector('.spoiler em')?.textContent).toBe('butler');
  });

  it('needs something in it', () => {
    act(() => root.render(<Markdown text="a || b || c and |||| d" />));
    expect(place.querySelector('.spoiler')).toBeNull();
  });
});
