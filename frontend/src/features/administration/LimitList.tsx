/** Every limit that people run into, in words, with the name of its setting. */
import type { Limits } from '../../protocol';

type Unit = 'characters' | 'bytes' | 'seconds' | '';

const LIMITS: readonly (readonly [key: keyof Limits, label: string, unit: Unit])[] = [
  ['messageCharsMax', 'The longest message', 'characters'],
  ['attachmentsPerMessageMax', 'Files in one message', ''],
  ['uploadBytesMax', 'The biggest file', 'bytes'],
  ['uploadBytesPerUserMax', 'All files of one person', 'bytes'],
  ['imagePixelsMax', 'The biggest picture, in pixels', ''],
  ['embedImagesBytesMax', 'Pictures of all link previews', 'bytes'],
  ['pinsPerChannelMax', 'Pins of one channel', ''],
  ['reactionsPerMessageMax', 'Different reactions under one message', ''],
  ['slowModeSecondsMax', 'The longest slow mode', 'seconds'],
  ['timeoutSecondsMax', 'The longest time-out', 'seconds'],
  ['spacesPerOwnerMax', 'Spaces of one person', ''],
  ['channelsPerSpaceMax', 'Channels of one space', ''],
  ['rolesPerSpaceMax', 'Roles of one space', ''],
  ['invitesPerSpaceMax', 'Invites of one space', ''],
  ['sessionsPerUserMax', 'Devices of one person', ''],
  ['passwordCharsMin', 'The shortest password', 'characters'],
  ['registrationsPer10Min', 'New accounts from one address in 10 minutes', ''],
  ['loginsPer10Min', 'Sign-ins from one address in 10 minutes', ''],
  ['sendsPer5S', 'Messages of one person in a channel in 5 seconds', ''],
  ['searchesPer10S', 'Searches of one person in 10 seconds', ''],
  ['connectionsMax', 'Open connections', ''],
];

/** "limits.upload_bytes_max": how the setting is called in parlor.toml. */
export function settingOf(key: keyof Limits): string {
  return `limits.${key.replaceAll(/[A-Z]|\d+/g, (part) => `_${part.toLowerCase()}`)}`;
}

const NUMBER = new Intl.NumberFormat();

/** "50 MiB", "6 hours", "4,000 characters". */
export function shownLimit(value: number, unit: Unit): string {
  if (unit === 'bytes') return bytes(value);
  if (unit === 'seconds') return duration(value);
  return unit === '' ? NUMBER.format(value) : `${NUMBER.format(value)} ${unit}`;
}

function bytes(value: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'];
  let [left, step] = [value, 0];
  while (left >= 1024 && step < units.length - 1) [left, step] = [left / 1024, step + 1];
  return `${NUMBER.format(Math.round(left * 10) / 10)} ${units[step]}`;
}

function duration(seconds: number): string {
  const steps: [number, string][] = [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ];
  const [size, name] = steps.find(([each]) => seconds >= each && seconds % each === 0) ?? [
    1,
    'second',
  ];
  const count = seconds / size;
  return `${NUMBER.format(count)} ${count === 1 ? name : `${name}s`}`;
}

/** To look at: they are changed where the server is started. */
export function LimitList({ limits }: { limits: Limits }) {
  return (
    <section className="part" aria-label="Limits">
      <p className="lead">
        Changed in parlor.toml or by environment variables, and in force after a restart.
      </p>
      <dl className="limits">
        {LIMITS.map(([key, label, unit]) => (
          <div key={key}>
            <dt>
              {label}
              <small className="setting-name">{settingOf(key)}</small>
            </dt>
            <dd>{shownLimit(limits[key], unit)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
