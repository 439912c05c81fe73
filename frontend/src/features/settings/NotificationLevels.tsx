/** What calls one in each space, and in the channels that have a word of their own. */
import type { NotificationLevel, NotificationSetting, StreamId } from '../../protocol';
import { Select, type Option } from '../../ui/Select';
import { momentOf } from '../../ui/times';
import { words } from './levelWords';

/** A space or a channel. */
export interface Place {
  id: StreamId;
  kind: 'spaces' | 'channels';
  name: string;
  /** What was said of it; absent where nothing was. */
  setting: NotificationSetting | undefined;
}

/** A space, and those of its channels that have a word of their own. */
export interface PlaceGroup {
  place: Place;
  channels: Place[];
}

interface NotificationLevelsProps {
  groups: PlaceGroup[];
  onSet: (place: Place, level: NotificationLevel) => void;
}

const levels = (): readonly Option<NotificationLevel>[] => [
  ['all', words.everything],
  ['mentions', words.onlyWhatMentionsMe],
  ['nothing', words.nothing],
];

/** Changed at once. A channel gets its own word by its menu. */
export function NotificationLevels({ groups, onSet }: NotificationLevelsProps) {
  return (
    <section className="part" aria-labelledby="notification-levels">
      <h2 id="notification-levels">{words.whatCallsYou}</h2>
      <p className="why">{words.channelFollowsItsSpaceUnless}</p>
      {groups.map(({ place, channels }) => (
        <div key={place.id} className="places">
          <Row place={place} onSet={onSet} />
          {channels.length > 0 && (
            <ul aria-label={words.channelsOf(place.name)}>
              {channels.map((channel) => (
                <li key={channel.id}>
                  <Row place={channel} onSet={onSet} />
                </li>
              ))}
            </ul>
          )}
        </div>
      ))}
    </section>
  );
}

function Row({ place, onSet }: { place: Place; onSet: NotificationLevelsProps['onSet'] }) {
  const { setting, name, kind } = place;
  const muted = setting?.mutedUntil ?? null;
  return (
    <Select
      label={kind === 'channels' ? `#${name}` : name}
      {...(muted === null ? {} : { hint: words.mutedUntil(momentOf(muted)) })}
      options={levels()}
      value={setting?.level ?? 'all'}
      onChange={(level) => onSet(place, level)}
    />
  );
}
