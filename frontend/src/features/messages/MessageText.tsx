/** What somebody wrote: as they wrote it, with links to follow. */
import { memo } from 'react';
import { linkify } from './linkify';

/** One to six emoji and nothing else. */
const ONLY_EMOJI = /^(?:\p{RGI_Emoji}\s*){1,6}$/v;

/** Text is text: nothing in it becomes a part of the page. */
export const MessageText = memo(({ text }: { text: string }) => (
  <span className={ONLY_EMOJI.test(text) ? 'text large' : 'text'}>
    {linkify(text).map((piece, index) =>
      piece.kind === 'text' ? (
        piece.text
      ) : (
        // The same address can stand twice in one text; its place tells them apart.
        // oxlint-disable-next-line react/no-array-index-key
        <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      ),
    )}
  </span>
));
MessageText.displayName = 'MessageText';
