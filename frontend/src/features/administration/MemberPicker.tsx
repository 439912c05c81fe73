/** Choosing somebody of a space by name. */
import { useState } from 'react';
import type { Member, SpaceId } from '../../protocol';
import { nameOf } from '../../services/names';
import { Avatar } from '../../ui/Avatar';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { RowsEnd, RowsWaiting } from '../../ui/Rows';
import { problemOf } from './shown';
import { useMembers } from './useMembers';
import { common } from '../../language/common';
import { words } from './words';

interface MemberPickerProps {
  title: string;
  space: SpaceId;
  /** Who is listed at all. */
  wants: (member: Member) => boolean;
  /** Who of them can be chosen by this person. */
  mayChoose?: (member: Member) => boolean;
  /** What is said of the others. */
  whyNot?: string;
  /** What is said when nobody is left. */
  none?: string;
  onChoose: (member: Member) => void;
  onClose: () => void;
}

/** The first press chooses. */
export function MemberPicker(props: MemberPickerProps) {
  const { title, space, wants, mayChoose = () => true, whyNot, onChoose, onClose } = props;
  const { none = words.nobodyHereIsCalledThat } = props;
  const [query, setQuery] = useState('');
  const members = useMembers(space, query);
  const shown = members.items.filter(wants);
  const settled = members.status === 'here' && !members.looking;
  return (
    <Dialog title={title} onClose={onClose}>
      <Field
        label={words.findSomebody}
        type="search"
        data-first
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      {members.status === 'waiting' && <RowsWaiting label={common.members} />}
      <ul className="picks" aria-label={common.members}>
        {shown.map((member) => (
          <li key={member.userId}>
            <button type="button" disabled={!mayChoose(member)} onClick={() => onChoose(member)}>
              <Avatar id={member.userId} name={nameOf(member)} size="medium" />
              <span>
                {nameOf(member)}{' '}
                <small>
                  {member.user.username}
                  {whyNot !== undefined && !mayChoose(member) && `${common.comma}${whyNot}`}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p className="why" role="status">
        {settled && shown.length === 0 ? none : ''}
      </p>
      <RowsEnd
        {...members}
        problem={problemOf(members)}
        onMore={members.more}
        onAgain={members.again}
      />
    </Dialog>
  );
}
