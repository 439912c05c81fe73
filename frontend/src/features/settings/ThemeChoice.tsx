/** Light, dark, or as the system has it. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { selectTheme, themeChosen, type Theme } from './settingsSlice';

const THEMES: [theme: Theme, label: string][] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

/** Takes effect at once, on this device. */
export function ThemeChoice() {
  const act = useAct();
  const chosen = useSelector(selectTheme);
  return (
    <fieldset className="choice">
      <legend className="only-heard">Theme</legend>
      {THEMES.map(([theme, label]) => (
        <label key={theme}>
          <input
            type="radio"
            name="theme"
            checked={theme === chosen}
            onChange={() => act(themeChosen(theme))}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
