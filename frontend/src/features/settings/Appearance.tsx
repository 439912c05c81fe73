/** How it looks on this device. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { Segments } from '../../ui/Segments';
import { selectTheme, themeChosen, type Theme } from './settingsSlice';

const THEMES: readonly (readonly [Theme, string])[] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** In force at once. */
export function Appearance() {
  const act = useAct();
  const chosen = useSelector(selectTheme);
  return (
    <section className="part" aria-labelledby="appearance-theme">
      <h2 id="appearance-theme">Theme</h2>
      <Segments
        label="Theme"
        options={THEMES}
        value={chosen}
        onChange={(theme) => act(themeChosen(theme))}
      />
      <p className="why">
        Only on this device. “System” goes with the day and night of the device, if it has them.
      </p>
    </section>
  );
}
