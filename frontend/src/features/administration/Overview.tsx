/** What a space is called and how it looks. */
import { useState, type SubmitEvent } from 'react';
import { useAct } from '../../services';
import { noticeRaised } from '../../services/events';
import { useAttempt } from '../../services/useAttempt';
import { Avatar } from '../../ui/Avatar';
import { Field } from '../../ui/Field';
import { PicturePicker } from '../../ui/PicturePicker';
import { SaveBar } from '../../ui/SaveBar';
import { TextArea } from '../../ui/TextArea';
import { useEdits } from '../../ui/useEdits';
import { mayOf, type View } from './access';
import { putIcon, removeIcon, updateSpace } from './space';
import { common } from '../../language/common';
import { words } from './words';

interface OverviewProps {
  view: View;
  nameCharsMax: number | undefined;
  topicCharsMax: number | undefined;
}

/** Saved together. */
export function Overview({ view, nameCharsMax, topicCharsMax }: OverviewProps) {
  const act = useAct();
  const { space } = view;
  const may = mayOf(view)('MANAGE_SPACE');
  const { busy, wrong, run, forget } = useAttempt();
  const { values, changes, dirty, edit, reset } = useEdits({
    name: space.name,
    description: space.description,
  });
  const [icon, setIcon] = useState<File | 'remove' | null>(null);
  const undo = (): void => {
    reset();
    setIcon(null);
    forget();
  };
  const save = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const done = await run(async () => {
      if (dirty) await act(updateSpace(space.id, changes));
      if (icon instanceof File) await act(putIcon(space.id, icon));
      if (icon === 'remove') await act(removeIcon(space.id));
    });
    if (!done) return;
    undo();
    act(noticeRaised({ kind: 'done', text: words.spaceIsChangedForEverybody }));
  };
  return (
    <form onSubmit={(event) => void save(event)}>
      {!may && <p className="lead">{words.youCanLookAtThis}</p>}
      <PicturePicker
        label={words.pictureOfSpace}
        now={<Avatar id={space.id} name={values.name || space.name} size="large" />}
        hasPicture={space.iconUrl !== null}
        chosen={icon}
        onChoose={setIcon}
        disabled={!may}
        hint={words.pNGJPEGGIFOrWebP}
      />
      <Field
        label={common.name}
        required
        disabled={!may}
        maxLength={nameCharsMax}
        value={values.name}
        onChange={(event) => edit({ name: event.target.value })}
        wrong={wrong.fields['name']}
      />
      <TextArea
        label={words.description}
        disabled={!may}
        maxLength={topicCharsMax}
        hint={words.whatSpaceIsAboutIts}
        value={values.description}
        onChange={(event) => edit({ description: event.target.value })}
        wrong={wrong.fields['description']}
      />
      <SaveBar dirty={dirty || icon !== null} busy={busy} wrong={wrong} onReset={undo} />
    </form>
  );
}
