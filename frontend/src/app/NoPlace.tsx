/** For somebody who is in no space, or in one without a channel they may see. */
import { useState, type SubmitEvent } from 'react';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import { Button } from '../ui/Button';
import { Empty } from '../ui/Empty';
import { Field } from '../ui/Field';
import { useAsk } from './asking';
import { navigate } from './router';
import { words } from './words';

interface NoSpaceProps {
  /** Whether one may make a space. */
  mayMake: boolean;
}

/** Two ways on: an invite, or a space of one's own. */
export function NoSpace({ mayMake }: NoSpaceProps) {
  const ask = useAsk();
  const [link, setLink] = useState('');
  const [wrong, setWrong] = useState<string | undefined>();
  const follow = (event: SubmitEvent): void => {
    event.preventDefault();
    const code = codeOf(link);
    if (code) navigate(`/invite/${encodeURIComponent(code)}`);
    else setWrong(words.thisIsNotInviteIt);
  };
  return (
    <Empty
      title={words.youAreInNoSpace}
      actions={
        <div className="no-space">
          <form className="stack" onSubmit={follow}>
            <Field
              label={words.inviteLinkOrCode}
              name="invite"
              autoComplete="off"
              required
              value={link}
              onChange={(event) => setLink(event.target.value)}
              wrong={wrong}
            />
            <Button type="submit" look="primary">
              {words.followInvite}
            </Button>
          </form>
          {mayMake && (
            <Button aria-haspopup="dialog" onClick={() => ask({ what: 'make-space' })}>
              {words.makeSpace}
            </Button>
          )}
        </div>
      }
    >
      {mayMake ? words.followInviteOrMakeSpace : words.askSomebodyForInviteAnd}
    </Empty>
  );
}

/** The code of an invite, from its link or by itself; `null` for anything else. */
export function codeOf(text: string): string | null {
  const code = text.trim().split('/').at(-1)?.split(/[?#]/)[0] ?? '';
  return /^[\w-]{8,}$/.test(code) ? code : null;
}

/** A space in which one sees nothing. */
export function NoChannel({ entry, mayMake }: { entry: SpaceEntry; mayMake: boolean }) {
  const ask = useAsk();
  const spaceId = entry.space.id;
  return (
    <Empty
      title={words.noChannelIn(entry.space.name)}
      actions={
        mayMake && (
          <Button
            look="primary"
            aria-haspopup="dialog"
            onClick={() =>
              ask({
                what: 'channel',
                spaceId,
                wanted: { what: 'make', kind: 'text', parentId: null },
              })
            }
          >
            {words.makeChannel}
          </Button>
        )
      }
    >
      {mayMake ? words.makeFirstOne : words.thereIsNoneThatYou}
    </Empty>
  );
}
