/** What somebody is called in a space. */
import { useState } from 'react';
import type { Member, SpaceId } from '../../protocol';
import { useAct } from '../../services';
import { useAttempt } from '../../services/useAttempt';
import { Confirm } from '../../ui/Confirm';
import { Field } from '../../ui/Field';
import { updateMember } from './members';
import { common } from '../../language/common';
import { words } from './words';

interface NicknameDialogProps {
  space: SpaceId;
  member: Member;
  onClose: () => void;
}

/** Empty is a name, too: the one they have everywhere else. */
export function NicknameDialog({ space, member, onClose }: NicknameDialogProps) {
  const act = useAct();
  const [nickname, setNickname] = useState(member.nickname ?? '');
  const { busy, wrong, run } = useAttempt();
  const save = async (): Promise<void> => {
    const change = { nickname: nickname.trim() || null };
    if (await run(() => act(updateMember(space, member.userId, change)))) onClose();
  };
  return (
    <Confirm
      title={words.whatIsCalledHere(member.user.displayName)}
      verb={common.save}
      look="primary"
      busy={busy}
      wrong={wrong}
      onConfirm={() => void save()}
      onClose={onClose}
    >
      <Field
        label={words.nickname}
        data-first
        autoComplete="off"
        hint={words.emptyAsEverywhereElse(member.user.displayName)}
        value={nickname}
        onChange={(event) => setNickname(event.target.value)}
        wrong={wrong.fields['nickname']}
      />
    </Confirm>
  );
}
