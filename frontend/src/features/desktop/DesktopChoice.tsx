/** Whether and how this browser calls its person, for the settings. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { chime } from '../../services/desktop/chime';
import { Switch } from '../../ui/Switch';
import { choicesMade, selectAllowed, selectChoices, selectPermitted } from './desktopSlice';
import { turnOn } from './turnOn';

/** Takes effect at once, in this browser. */
export function DesktopChoice() {
  const act = useAct();
  const permitted = useSelector(selectPermitted);
  const choices = useSelector(selectChoices);
  const allowed = useSelector(selectAllowed);
  return (
    <section className="part" aria-labelledby="desktop-choice">
      <h2 id="desktop-choice">On this device</h2>
      {permitted === 'missing' ? (
        <p className="why">This browser shows none, or this page did not come over HTTPS.</p>
      ) : permitted === 'denied' ? (
        <p className="why">
          The browser keeps notifications off. Its settings for this page, beside the address, turn
          them on.
        </p>
      ) : (
        <>
          <Switch
            label="Notifications"
            hint="Mentions, answers and direct messages, while you look elsewhere and are not on “do not disturb”."
            checked={allowed}
            onChange={(on) => {
              if (on) void act(turnOn());
              else act(choicesMade({ shown: false, declined: true }));
            }}
          />
          <Switch
            label="With a quiet sound"
            checked={allowed && choices.sound}
            disabled={!allowed}
            onChange={(sound) => {
              if (sound) chime();
              act(choicesMade({ sound }));
            }}
          />
        </>
      )}
    </section>
  );
}
