/** What others see of oneself. */
import { useState, type SubmitEvent } from 'react';
import type { Me } from '../../protocol';
import { useAct } from '../../services';
import { noticeRaised } from '../../services/events';
import { endOfStatus, statusLasts, type StatusLasts } from '../../services/status';
import { useAttempt } from '../../services/useAttempt';
import { Avatar } from '../../ui/Avatar';
import { Field } from '../../ui/Field';
import { PicturePicker } from '../../ui/PicturePicker';
import { SaveBar } from '../../ui/SaveBar';
import { Select } from '../../ui/Select';
import { momentOf } from '../../ui/times';
import { useEdits } from '../../ui/useEdits';
import { putAvatar, removeAvatar, updateMe } from './account';
import { words } from './words';

interface ProfileProps {
  me: Me;
  nameCharsMax: number | undefined;
  statusCharsMax: number | undefined;
}

/** Picture, name and the line about what one is up to, saved together. */
export function Profile({ me, nameCharsMax, statusCharsMax }: ProfileProps) {
  const act = useAct();
  const { busy, wrong, run, forget } = useAttempt();
  const [picture, setPicture] = useState<File | 'remove' | null>(null);
  const { values, changes, dirty, edit, reset } = useEdits<{
    displayName: string;
    statusText: string;
    lasts: StatusLasts;
  }>({ displayName: me.displayName, statusText: me.statusText ?? '', lasts: 'as-it-is' });
  const undo = (): void => {
    reset();
    setPicture(null);
    forget();
  };
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const done = await run(async () => {
      const { displayName } = changes;
      const status = values.statusText.trim();
      const until = endOfStatus(values.lasts, me.statusExpiresAt, new Date());
      const changed = 'statusText' in changes || 'lasts' in changes;
      if (dirty) {
        await act(
          updateMe({
            ...(displayName === undefined ? {} : { displayName: displayName.trim() || null }),
            ...(changed ? { statusText: status || null } : {}),
            ...(changed && status && until ? { statusExpiresAt: until } : {}),
          }),
        );
      }
      if (picture instanceof File) await act(putAvatar(picture));
      if (picture === 'remove') await act(removeAvatar());
    });
    if (!done) return;
    undo();
    act(noticeRaised({ kind: 'done', text: words.yourProfileIsChanged }));
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      <PicturePicker
        label={words.yourPicture}
        now={<Avatar id={me.id} name={values.displayName || me.username} size="large" />}
        hasPicture={me.avatarUrl !== null}
        chosen={picture}
        onChoose={setPicture}
        hint={words.pNGJPEGGIFOrWebP}
      />
      <Field
        label={words.displayName}
        name="displayName"
        autoComplete="name"
        maxLength={nameCharsMax}
        hint={words.youSignInAsEmpty(me.username)}
        value={values.displayName}
        onChange={(event) => edit({ displayName: event.target.value })}
        wrong={wrong.fields['displayName']}
      />
      <div className="two">
        <Field
          label={words.whatYouAreUpTo}
          maxLength={statusCharsMax}
          placeholder={words.diggingUntilFour}
          autoComplete="off"
          hint={
            me.statusExpiresAt && values.lasts === 'as-it-is'
              ? words.shownUntil(momentOf(me.statusExpiresAt))
              : words.othersSeeItBesideYour
          }
          value={values.statusText}
          onChange={(event) => edit({ statusText: event.target.value })}
          wrong={wrong.fields['statusText']}
        />
        <Select
          label={words.forHowLong}
          options={statusLasts(me.statusExpiresAt)}
          value={
            values.lasts === 'as-it-is' && me.statusExpiresAt === undefined
              ? 'for-ever'
              : values.lasts
          }
          onChange={(lasts) => edit({ lasts })}
        />
      </div>
      <SaveBar dirty={dirty || picture !== null} busy={busy} wrong={wrong} onReset={undo} />
    </form>
  );
}
