/** Every limit that people run into, in words, with the name of its setting. */
import { useState } from 'react';
import type { Limits } from '../../protocol';
import { Field } from '../../ui/Field';
import { words } from './serverWords';
import { number, span } from '../../language/formats';

type Unit = 'characters' | 'bytes' | 'seconds' | '';

const LIMITS: readonly (readonly [key: keyof typeof words.limit, unit: Unit])[] = [
  ['messageCharsMax', 'characters'],
  ['attachmentsPerMessageMax', ''],
  ['uploadBytesMax', 'bytes'],
  ['uploadBytesPerUserMax', 'bytes'],
  ['imagePixelsMax', ''],
  ['embedImagesBytesMax', 'bytes'],
  ['pinsPerChannelMax', ''],
  ['reactionsPerMessageMax', ''],
  ['slowModeSecondsMax', 'seconds'],
  ['timeoutSecondsMax', 'seconds'],
  ['spacesPerOwnerMax', ''],
  ['channelsPerSpaceMax', ''],
  ['rolesPerSpaceMax', ''],
  ['invitesPerSpaceMax', ''],
  ['sessionsPerUserMax', ''],
  ['passwordCharsMin', 'characters'],
  ['registrationsPer10Min', ''],
  ['loginsPer10Min', ''],
  ['sendsPer5S', ''],
  ['searchesPer10S', ''],
  ['connectionsMax', ''],
  ['voiceParticipantsMax', ''],
  ['voiceSeatsMax', ''],
  ['voiceBitsPerSMax', ''],
];

/** "limits.upload_bytes_max": how the setting is called in parlor.toml. */
export function settingOf(key: keyof Limits): string {
  return `limits.${key.replaceAll(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`)}`;
}

/** "50 MiB", "6 hours", "4,000 characters". */
export function shownLimit(value: number, unit: Unit): string {
  if (unit === 'bytes') return bytes(value);
  if (unit === 'seconds') return duration(value);
  return unit === '' ? number(value) : words.characters(value);
}

function bytes(value: number): string {
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  if (value < 1024) return words.bytes(value);
  let [left, step] = [value / 1024, 0];
  while (left >= 1024 && step < units.length - 1) [left, step] = [left / 1024, step + 1];
  return `${number(Math.round(left * 10) / 10)} ${units[step]}`;
}

function duration(seconds: number): string {
  const steps = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ] as const;
  const [size, unit] = steps.find(([each]) => seconds >= each && seconds % each === 0) ?? [
    1,
    'second',
  ];
  return span(seconds / size, unit);
}

/** Those whose name, or that of whose setting, has all the words. */
export function named(query: string): typeof LIMITS {
  const wanted = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return LIMITS.filter(([key]) => {
    const text = `${words.limit[key]} ${settingOf(key)}`.toLocaleLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

/** To look at: they are changed where the server is started. */
export function LimitList({ limits }: { limits: Limits }) {
  const [query, setQuery] = useState('');
  const shown = named(query);
  return (
    <section className="part" aria-label={words.limits}>
      <p className="lead">{words.changedInParlorTomlOr}</p>
      <Field
        label={words.findLimit}
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
      />
      <p className="why" role="status">
        {shown.length === 0 && words.noLimitIsCalledThat}
      </p>
      <dl className="limits">
        {shown.map(([key, unit]) => (
          <div key={key}>
            <dt>
              {words.limit[key]}
              <small className="setting-name">{settingOf(key)}</small>
            </dt>
            <dd>
              <bdi>{shownLimit(limits[key], unit)}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
