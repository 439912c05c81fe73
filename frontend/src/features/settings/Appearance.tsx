/** How it looks on this device. */
import { useId } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { Segments } from '../../ui/Segments';
import type { Looks } from './looks';
import { looksChosen, selectLooks } from './settingsSlice';

type Part = {
  [Each in keyof Looks]: {
    part: Each;
    title: string;
    options: readonly (readonly [Looks[Each], string])[];
    why?: string;
  };
}[keyof Looks];

const PARTS: readonly Part[] = [
  {
    part: 'theme',
    title: 'Theme',
    options: [
      ['system', 'System'],
      ['light', 'Light'],
      ['dark', 'Dark'],
    ],
    why: '“System” goes with the day and night of the device, if it has them.',
  },
  {
    part: 'contrast',
    title: 'Contrast',
    options: [
      ['system', 'System'],
      ['normal', 'Normal'],
      ['more', 'High'],
    ],
    why: 'High contrast is black on white, or white on black, with clear outlines.',
  },
  {
    part: 'size',
    title: 'Text size',
    options: [
      ['small', 'Small'],
      ['normal', 'Normal'],
      ['large', 'Large'],
      ['largest', 'Largest'],
    ],
    why: 'Everything grows with it.',
  },
  {
    part: 'density',
    title: 'Density',
    options: [
      ['cozy', 'Cozy'],
      ['compact', 'Compact'],
    ],
    why: 'Compact shows more messages and more lines of a list at once.',
  },
  {
    part: 'motion',
    title: 'Reduced motion',
    options: [
      ['system', 'System'],
      ['less', 'On'],
      ['full', 'Off'],
    ],
    why: 'Nothing slides or fades where it is on.',
  },
];

/** In force at once. */
export function Appearance() {
  const act = useAct();
  const looks = useSelector(selectLooks);
  return (
    <>
      <p className="lead">Only on this device.</p>
      {PARTS.map((part) => (
        <One
          key={part.part}
          {...part}
          value={looks[part.part]}
          onChange={(value) => act(looksChosen({ [part.part]: value }))}
        />
      ))}
    </>
  );
}

interface OneProps {
  title: string;
  options: readonly (readonly [string, string])[];
  why?: string;
  value: string;
  onChange: (value: string) => void;
}

function One({ title, options, why, value, onChange }: OneProps) {
  const id = useId();
  return (
    <section className="part" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Segments label={title} options={options} value={value} onChange={onChange} />
      {why && <p className="why">{why}</p>}
    </section>
  );
}
