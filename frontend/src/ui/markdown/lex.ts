/** What the marks in a message mean. Text is taken apart here; `Markdown.tsx` makes it visible. */
import { Marked, type Token, type TokenizerAndRendererExtension, type Tokens } from 'marked';

/** Something hidden until somebody wants to see it: `||like this||`. */
export interface SpoilerToken extends Tokens.Generic {
  type: 'spoiler';
  tokens: Token[];
}

const SPOILER = /^\|\|(?=\S)([\s\S]*?\S)\|\|(?!\|)/;

const spoiler: TokenizerAndRendererExtension = {
  name: 'spoiler',
  level: 'inline',
  start: (text) => text.indexOf('||'),
  tokenizer(text): SpoilerToken | undefined {
    const found = SPOILER.exec(text);
    if (!found) return undefined;
    const [raw, inside = ''] = found;
    return { type: 'spoiler', raw, tokens: this.lexer.inlineTokens(inside) };
  },
};

/** Never recognised. */
const no = (): undefined => undefined;

/**
 * People write chat, not documents: a line is a line, and what nobody means is text. HTML, tables,
 * rules, indented code, underlined headings and named links are left as they were typed.
 */
const chat = new Marked({
  gfm: true,
  breaks: true,
  extensions: [spoiler],
  tokenizer: {
    html: no,
    tag: no,
    table: no,
    hr: no,
    code: no,
    lheading: no,
    def: no,
    reflink: no,
  },
});

/** Takes a text apart. Whatever it is, it comes out: in the worst case as it was typed. */
export function lex(text: string): Token[] {
  try {
    return chat.lexer(text);
  } catch {
    // Marks nested deeper than a stack is high.
    return [{ type: 'text', raw: text, text }];
  }
}

/** The schemes a link may have. Whatever else a browser might follow is shown as text. */
const SCHEMES = new Set(['http:', 'https:', 'mailto:']);

/** The address a link may lead to; `null` when it may not. */
export function safeAddress(href: string): URL | null {
  if (!URL.canParse(href)) return null;
  const address = new URL(href);
  return SCHEMES.has(address.protocol) ? address : null;
}
