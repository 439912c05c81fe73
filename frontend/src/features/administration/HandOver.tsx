/** Giving a space to another member, for its owner. */
import { useState } from 'react';
import type { Member } from '../../protocol';
import { useAct } from '../../services';
import { noticeRaised } from '../../services/events';
import { nameOf } from '../../services/names';
import { timedOutUntil } from '../../services/permissions';
import { useAttempt, type Wrong } from '../../services/useAttempt';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Confirm } from '../../ui/Confirm';
import { type View } from './access';
import { MemberPicker } from './MemberPicker';
import { updateSpace } from './space';

interface HandOverProps {
  view: View;
  /** It is somebody else's now. */
  onDone: () => void;
}

/** Says what changes, and asks for the name of the space. */
export function HandOver({ view, onDone }: HandOverProps) {
  const act = useAct();
  const [heir, setHeir] = useState<Member | null>(null);
  const [asked, setAsked] = useState<'whom' | 'sure' | null>(null);
  const [now] = useState(() => Date.now());
  const { busy, wrong, run, forget } = useAttempt();
  const { id, name } = view.space;
  const end = (): void => {
    setAsked(null);
    forget();
  };
  const handOver = async (to: Member): Promise<void> => {
    if (!(await run(() => act(updateSpace(id, { ownerId: to.userId }))))) return;
    act(noticeRaised({ kind: 'done', text: `${name} belongs to ${nameOf(to)} now.` }));
    onDone();
  };
  return (
    <section className="part" aria-label="Hand over the space">
      <p className="lead">
        Make another member the owner of <b>{name}</b>. Only they can give it back.
      </p>
      {heir ? (
        <Chosen heir={heir} onOther={() => setAsked('whom')} onSure={() => setAsked('sure')} />
      ) : (
        <div>
          <Button look="primary" aria-haspopup="dialog" onClick={() => setAsked('whom')}>
            Choose a member…
          </Button>
        </div>
      )}
      {asked === 'whom' && (
        <MemberPicker
          title={`Who gets ${name}?`}
          space={id}
          none="Nobody else is here, or nobody is called that."
          wants={({ userId }) => userId !== view.space.ownerId}
          mayChoose={(member) => timedOutUntil(member, now) === null}
          whyNot="timed out here"
          onChoose={(member) => {
            setHeir(member);
            setAsked(null);
          }}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'sure' && heir && (
        <Confirm
          title={`Hand ${name} over to ${nameOf(heir)}?`}
          verb="Hand it over"
          typed={{ label: `Type ${name} to confirm`, text: name }}
          busy={busy}
          wrong={ofHeir(wrong)}
          onConfirm={() => void handOver(heir)}
          onClose={end}
        >
          <WhatChanges heir={heir} />
        </Confirm>
      )}
    </section>
  );
}

interface ChosenProps {
  heir: Member;
  onOther: () => void;
  onSure: () => void;
}

function Chosen({ heir, onOther, onSure }: ChosenProps) {
  return (
    <>
      <ul className="rows" aria-label="The next owner">
        <li>
          <Avatar id={heir.userId} name={nameOf(heir)} />
          <div className="about">
            <b>{nameOf(heir)}</b>
            <small>{heir.user.username}</small>
          </div>
          <Button aria-haspopup="dialog" onClick={onOther}>
            Change…
          </Button>
        </li>
      </ul>
      <div className="confirm">
        <WhatChanges heir={heir} />
      </div>
      <div>
        <Button look="danger" aria-haspopup="dialog" onClick={onSure}>
          Hand it over…
        </Button>
      </div>
    </>
  );
}

function WhatChanges({ heir }: { heir: Member }) {
  return (
    <ul className="what">
      <li>{nameOf(heir)} may do everything here, and delete the space.</li>
      <li>You stay as a member like others, with the roles that you hold, and can leave.</li>
      <li>Channels, messages, roles and members stay as they are.</li>
    </ul>
  );
}

/** What the server says of the next owner, as a sentence. */
function ofHeir(wrong: Wrong): Wrong {
  const why = wrong.fields['ownerId'];
  return why === undefined ? wrong : { ...wrong, text: `The next owner ${why}.` };
}
