/** What calls one in each space, and in the channels that have a word of their own. */
import type { NotificationLevel, NotificationSetting, StreamId } from '../../protocol';
import { Select, type Option } from '../../ui/Select';
import { momentOf } from '../../ui/times';

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

const LEVELS: readonly Option<NotificationLevel>[] = [
  ['all', 'Everything'],
  ['mentions', 'Only what mentions me'],
  ['nothing', 'Nothing'],
];

/** Changed at once. A channel gets its own word by its menu. */
export function NotificationLevels({ groups, onSet }: NotificationLevelsProps) {
  return (
    <section className="part" aria-labelledby="notification-levels">
      <h2 id="notification-levels">What calls you</h2>
      <p className="why">
        A channel follows its space unless you said otherwise of it. Unread marks are shown in any
        case.
      </p>
      {groups.map(({ place, channels }) => (
        <div key={place.id} className="places">
          <Row place={place} onSet={onSet} />
          {channels.length > 0 && (
            <ul aria-label={`Channels of ${place.name}`}>
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
      {...(muted === null ? {} : { hint: `Muted until ${momentOf(muted)}.` })}
      options={LEVELS}
      value={setting?.level ?? 'all'}
      onChange={(level) => onSet(place, level)}
    />
  );
}
