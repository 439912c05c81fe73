/** What somebody wrote, as they meant it. Every node is made here; no HTML is ever read. */
import type { Token, Tokens } from 'marked';
import { memo, useMemo, type ReactNode } from 'react';
import { CodeBlock } from './CodeBlock';
import { lex, safeAddress, type SpoilerToken } from './lex';
import { Mention } from './Mention';
import { piecesOf } from './names';
import { Spoiler } from './Spoiler';
import './markdown.css';

/** One to six emoji and nothing else are shown large. */
const ONLY_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,6}$/v;

/** Marks nested deeper than anybody means are shown as they were typed. */
const DEPTH_MAX = 12;

/** The text of a message. */
export const Markdown = memo(({ text }: { text: string }) => {
  const tokens = useMemo(() => lex(text), [text]);
  return (
    <div className={ONLY_EMOJI.test(text) ? 'text large' : 'text'} dir="auto">
      {nodes(tokens, 0)}
    </div>
  );
});
Markdown.displayName = 'Markdown';

function nodes(tokens: readonly Token[] | undefined, depth: number): ReactNode[] {
  if (depth > DEPTH_MAX) return (tokens ?? []).map(({ raw }) => raw);
  return (tokens ?? []).map((token, index) => nodeOf(token, index, depth + 1));
}

/** One token; its place among its neighbours is its key, since a text is always made as a whole. */
function nodeOf(token: Token, key: number, depth: number): ReactNode {
  switch (token.type) {
    case 'space':
      return <Gap key={key} raw={token.raw} />;
    case 'paragraph':
      return (
        <p key={key} dir="auto">
          {nodes(token.tokens, depth)}
        </p>
      );
    case 'heading':
      return (
        // A message does not structure the page: to those who hear it, this is emphasis.
        <p
          key={key}
          dir="auto"
          className={`heading h${Math.min(3, (token as Tokens.Heading).depth)}`}
        >
          {nodes(token.tokens, depth)}
        </p>
      );
    case 'blockquote':
      return (
        <blockquote key={key} dir="auto">
          {nodes(token.tokens, depth)}
        </blockquote>
      );
    case 'list':
      return <List key={key} list={token as Tokens.List} depth={depth} />;
    case 'code': {
      const { text, lang = '' } = token as Tokens.Code;
      return <CodeBlock key={key} code={text} language={lang} />;
    }
    default:
      return inlineOf(token, key, depth);
  }
}

function inlineOf(token: Token, key: number, depth: number): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong key={key}>{nodes(token.tokens, depth)}</strong>;
    case 'em':
      return <em key={key}>{nodes(token.tokens, depth)}</em>;
    case 'del':
      return <del key={key}>{nodes(token.tokens, depth)}</del>;
    case 'codespan':
      return <code key={key}>{(token as Tokens.Codespan).text}</code>;
    case 'br':
      return '\n';
    case 'spoiler':
      return <Spoiler key={key}>{nodes((token as SpoilerToken).tokens, depth)}</Spoiler>;
    case 'link':
    case 'image':
      return <Link key={key} link={token as Tokens.Link | Tokens.Image} depth={depth} />;
    case 'checkbox':
      return (token as Tokens.Checkbox).checked ? '☑ ' : '☐ ';
    case 'escape':
      return (token as Tokens.Escape).text;
    case 'text':
      return 'tokens' in token && token.tokens
        ? nodes(token.tokens, depth)
        : called((token as Tokens.Text).text);
    default:
      return token.raw;
  }
}

/** Empty lines somebody left on purpose. */
function Gap({ raw }: { raw: string }) {
  const lines = raw.split('\n').length - 3;
  return lines > 0 ? <br /> : null;
}

function List({ list, depth }: { list: Tokens.List; depth: number }) {
  const items = list.items.map((item, index) => (
    // oxlint-disable-next-line react/no-array-index-key
    <li key={index} className={item.task ? 'task' : undefined}>
      {nodes(item.tokens, depth)}
    </li>
  ));
  return list.ordered ? (
    <ol start={list.start === '' ? 1 : list.start} dir="auto">
      {items}
    </ol>
  ) : (
    <ul dir="auto">{items}</ul>
  );
}

/**
 * A link to another place says where it leads: where its words look like an address, the real one
 * stands beside them.
 */
function Link({ link, depth }: { link: Tokens.Link | Tokens.Image; depth: number }) {
  const address = safeAddress(link.href);
  if (!address) return link.raw;
  const says = URL.canParse(link.text) ? new URL(link.text).host : null;
  return (
    <>
      <a
        href={address.href}
        title={link.text === link.href ? undefined : address.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
      >
        {link.type === 'link' ? nodes(link.tokens, depth) : link.text || address.href}
      </a>
      {says !== null && says !== address.host && ` (${address.host})`}
    </>
  );
}

/** Plain text, with those it calls. */
function called(text: string): ReactNode {
  return piecesOf(text).map((piece, index) =>
    piece.kind === 'text' ? (
      piece.text
    ) : (
      // oxlint-disable-next-line react/no-array-index-key
      <Mention key={index} piece={piece} />
    ),
  );
}
