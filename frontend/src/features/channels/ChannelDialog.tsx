/** Making a channel or a category, and changing one. */
import { useState, type SubmitEvent } from 'react';
import type { Channel, ChannelId, SpaceId } from '../../protocol';
import { useAct } from '../../services';
import { useDoing } from '../../services/useDoing';
import { Button } from '../../ui/Button';
import { Choices } from '../../ui/Choices';
import { Dialog } from '../../ui/Dialog';
import { Field } from '../../ui/Field';
import { Select, type Option } from '../../ui/Select';
import { Tick } from '../../ui/Tick';
import { createChannel, updateChannel } from './change';
import { PLAIN, VoiceChoices, type VoiceBounds } from './VoiceChoices';
import { common } from '../../language/common';
import { words } from './dialogWords';
import { number } from '../../language/formats';

/** What is asked for: another one, or other words for one that is there. */
export type ChannelWanted =
  | { what: 'make'; kind: 'text' | 'category'; parentId: ChannelId | null }
  | { what: 'change'; channel: Channel };

interface ChannelDialogProps {
  wanted: ChannelWanted;
  spaceId: SpaceId;
  /** The categories to choose from. */
  categories: Channel[];
  /** Whether voice channels can be made here. */
  voice: boolean;
  limits: ({ nameCharsMax: number; topicCharsMax: number } & VoiceBounds) | undefined;
  onMade: (channel: Channel) => void;
  onClose: () => void;
}

const kinds = () =>
  [
    { value: 'text', name: words.text, note: words.messagesFilesAndReactions },
    { value: 'voice', name: words.voice, note: words.talkingWithEachOther },
  ] as const;

/** In seconds; 0 = none. */
const SLOWNESSES = [0, 5, 10, 30, 60, 300, 900, 3_600, 21_600];

/** A name, and what it is for. */
export function ChannelDialog(props: ChannelDialogProps) {
  const { wanted, spaceId, categories, voice, limits, onMade, onClose } = props;
  const act = useAct();
  const before = wanted.what === 'change' ? wanted.channel : null;
  const [kind, setKind] = useState(wanted.what === 'make' ? wanted.kind : wanted.channel.kind);
  const [name, setName] = useState(before?.name ?? '');
  const [topic, setTopic] = useState(before?.topic ?? '');
  const [parentId, setParentId] = useState(
    wanted.what === 'make' ? wanted.parentId : wanted.channel.parentId,
  );
  const [isPrivate, setPrivate] = useState(before?.private ?? false);
  const [slow, setSlow] = useState(before?.slowModeSeconds ?? 0);
  const [sound, setSound] = useState({
    userLimit: before?.userLimit ?? PLAIN.userLimit,
    bitrate: before?.bitrate ?? PLAIN.bitrate,
  });
  const { busy, fields, run } = useDoing(onClose);
  const isText = kind === 'text';
  const isCategory = kind === 'category';

  const save = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = {
      name: name.trim(),
      ...(isText ? { topic: topic.trim(), slowModeSeconds: slow } : {}),
      ...(kind === 'voice' ? sound : {}),
    };
    void run(async () => {
      if (before) {
        await act(
          updateChannel(before.id, {
            ...said,
            ...(isCategory ? {} : { parentId }),
            ...(isPrivate === before.private ? {} : { private: isPrivate }),
          }),
        );
      } else {
        const place = isCategory || parentId === null ? {} : { parentId };
        const hidden = isPrivate ? { private: true } : {};
        onMade(
          await act(createChannel(spaceId, { ...said, kind, ...place, ...hidden, memberIds: [] })),
        );
      }
    });
  };
  return (
    <Dialog title={titleOf(before, isCategory)} onClose={onClose}>
      <form className="stack" onSubmit={save}>
        {!before && voice && !isCategory && (
          <Choices
            label={words.kind}
            options={kinds()}
            value={isText ? 'text' : 'voice'}
            onChange={setKind}
          />
        )}
        <Field
          label={common.name}
          name="name"
          autoComplete="off"
          data-first
          required
          maxLength={limits?.nameCharsMax}
          value={name}
          onChange={(event) => setName(event.target.value)}
          wrong={fields['name']}
        />
        {isText && (
          <Field
            label={words.topicOptional}
            name="topic"
            autoComplete="off"
            maxLength={limits?.topicCharsMax}
            hint={words.whatItIsAboutIn}
            value={topic}
            onChange={(event) => setTopic(event.target.value)}
            wrong={fields['topic']}
          />
        )}
        {!isCategory && categories.length > 0 && (
          <Select
            label={words.category}
            options={[
              ['', common.none],
              ...categories.map(({ id, name: title }) => [id, title] as const),
            ]}
            value={parentId ?? ''}
            onChange={(id) => setParentId(id || null)}
          />
        )}
        {isText && before && (
          <Select
            label={words.slowMode}
            options={slownesses(slow)}
            value={slow}
            onChange={setSlow}
          />
        )}
        {kind === 'voice' && before && (
          <VoiceChoices
            value={sound}
            bounds={limits}
            onChange={setSound}
            wrong={fields['userLimit'] ?? fields['bitrate']}
          />
        )}
        <Tick
          label={words.private}
          note={words.onlyYouAndThoseYou}
          checked={isPrivate}
          onChange={setPrivate}
        />
        <div className="actions">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" look="primary" busy={busy} disabled={name.trim() === ''}>
            {before ? common.save : common.makeIt}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function titleOf(before: Channel | null, isCategory: boolean): string {
  if (before) return words.change(before.name);
  return isCategory ? words.makeCategory : words.makeChannel;
}

/** To choose from, with the one it has. */
function slownesses(now: number): Option<number>[] {
  return [...new Set([...SLOWNESSES, now])]
    .toSorted((a, b) => a - b)
    .map((seconds) => [seconds, seconds === 0 ? words.off : words.oneMessageIn(spanOf(seconds))]);
}

/** Seconds in the largest unit that they fill. */
function spanOf(seconds: number): string {
  const [unit, size] =
    seconds % 3_600 === 0
      ? (['hour', 3_600] as const)
      : seconds % 60 === 0
        ? (['minute', 60] as const)
        : (['second', 1] as const);
  const format = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return number(seconds / size, format);
}
