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
import { words } from './words';

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
    act(noticeRaised({ kind: 'done', text: words.belongsToNow(name, nameOf(to)) }));
    onDone();
  };
  return (
    <section className="part" aria-label={words.handOverSpace}>
      <p className="lead">
        {words.makeOwner(
          <b>
            <bdi>{name}</bdi>
          </b>,
        )}
      </p>
      {heir ? (
        <Chosen heir={heir} onOther={() => setAsked('whom')} onSure={() => setAsked('sure')} />
      ) : (
        <div>
          <Button look="primary" aria-haspopup="dialog" onClick={() => setAsked('whom')}>
            {words.chooseMember}
          </Button>
        </div>
      )}
      {asked === 'whom' && (
        <MemberPicker
          title={words.whoGets(name)}
          space={id}
          none={words.nobodyElseIsHereOr}
          wants={({ userId }) => userId !== view.space.ownerId}
          mayChoose={(member) => timedOutUntil(member, now) === null}
          whyNot={words.timedOutHere}
          onChoose={(member) => {
            setHeir(member);
            setAsked(null);
          }}
          onClose={() => setAsked(null)}
        />
      )}
      {asked === 'sure' && heir && (
        <Confirm
          title={words.handOverTo(name, nameOf(heir))}
          verb={words.handItOver}
          typed={{ label: words.typeToConfirm(name), text: name }}
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
      <ul className="rows" aria-label={words.nextOwner}>
        <li>
          <Avatar id={heir.userId} name={nameOf(heir)} />
          <div className="about">
            <b>
              <bdi>{nameOf(heir)}</bdi>
            </b>
            <small>{heir.user.username}</small>
          </div>
          <Button aria-haspopup="dialog" onClick={onOther}>
            {words.change}
          </Button>
        </li>
      </ul>
      <div className="confirm">
        <WhatChanges heir={heir} />
      </div>
      <div>
        <Button look="danger" aria-haspopup="dialog" onClick={onSure}>
          {words.handOver}
        </Button>
      </div>
    </>
  );
}

function WhatChanges({ heir }: { heir: Member }) {
  return (
    <ul className="what">
      <li>{words.mayEverything(nameOf(heir))}</li>
      <li>{words.youStayAsMemberLike}</li>
      <li>{words.channelsMessagesRolesAndMembers}</li>
    </ul>
  );
}

/** What the server says of the next owner, as a sentence. */
function ofHeir(wrong: Wrong): Wrong {
  const why = wrong.fields['ownerId'];
  return why === undefined ? wrong : { ...wrong, text: words.nextOwnerIs(why) };
}
