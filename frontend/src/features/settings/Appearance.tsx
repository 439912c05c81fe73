/** How it looks on this device. */
import { useId } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { Segments } from '../../ui/Segments';
import type { Looks } from './looks';
import { looksChosen, selectLooks } from './settingsSlice';
import { words } from './words';
import { LANGUAGES, OWN_NAMES } from '../../language';

type Part = {
  [Each in keyof Looks]: {
    part: Each;
    title: string;
    options: readonly (readonly [Looks[Each], string])[];
    why?: string;
  };
}[keyof Looks];

const parts = (): readonly Part[] => [
  {
    part: 'language',
    title: words.language,
    options: [
      ['system', words.browsers],
      ...LANGUAGES.map((each) => [each, OWN_NAMES[each]] as const),
    ],
    why: words.browsersIs,
  },
  {
    part: 'theme',
    title: words.theme,
    options: [
      ['system', words.system],
      ['light', words.light],
      ['dark', words.dark],
    ],
    why: words.systemGoesWithDayAnd,
  },
  {
    part: 'contrast',
    title: words.contrast,
    options: [
      ['system', words.system],
      ['normal', words.normal],
      ['more', words.high],
    ],
    why: words.highContrastIsBlackOn,
  },
  {
    part: 'size',
    title: words.textSize,
    options: [
      ['small', words.small],
      ['normal', words.normal],
      ['large', words.large],
      ['largest', words.largest],
    ],
    why: words.everythingGrowsWithIt,
  },
  {
    part: 'density',
    title: words.density,
    options: [
      ['cozy', words.cozy],
      ['compact', words.compact],
    ],
    why: words.compactShowsMoreMessagesAnd,
  },
  {
    part: 'motion',
    title: words.reducedMotion,
    options: [
      ['system', words.system],
      ['less', words.on],
      ['full', words.off],
    ],
    why: words.nothingSlidesOrFadesWhere,
  },
];

/** In force at once. */
export function Appearance() {
  const act = useAct();
  const looks = useSelector(selectLooks);
  return (
    <>
      <p className="lead">{words.onlyOnThisDevice}</p>
      {parts().map((part) => (
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
  part: string;
  title: string;
  options: readonly (readonly [string, string])[];
  why?: string;
  value: string;
  onChange: (value: string) => void;
}

function One({ part, title, options, why, value, onChange }: OneProps) {
  const id = useId();
  return (
    <section className="part" data-part={part} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <Segments label={title} options={options} value={value} onChange={onChange} />
      {why && <p className="why">{why}</p>}
    </section>
  );
}
