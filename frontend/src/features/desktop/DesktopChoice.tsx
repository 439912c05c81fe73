/** Whether and how this browser calls its person, for the settings. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { chime } from '../../services/desktop/chime';
import { Button } from '../../ui/Button';
import './desktop.css';
import { choicesMade, selectAllowed, selectChoices, selectPermitted } from './desktopSlice';
import { turnOn } from './turnOn';

/** Takes effect at once, in this browser. */
export function DesktopChoice() {
  const act = useAct();
  const permitted = useSelector(selectPermitted);
  const choices = useSelector(selectChoices);
  const allowed = useSelector(selectAllowed);
  if (permitted === 'missing') {
    return (
      <p className="desktop-note">This browser shows none, or this page did not come over HTTPS.</p>
    );
  }
  if (permitted === 'denied') {
    return (
      <p className="desktop-note">
        The browser keeps them off. Its settings for this page, beside the address, turn them on.
      </p>
    );
  }
  return (
    <div className="desktop-choice">
      <p className="desktop-note">
        Mentions, answers and direct messages are shown while you look elsewhere, and not while you
        are on “do not disturb”.
      </p>
      {allowed ? (
        <>
          <label>
            <input
              type="checkbox"
              checked={choices.sound}
              onChange={({ target }) => {
                if (target.checked) chime();
                act(choicesMade({ sound: target.checked }));
              }}
            />
            With a quiet sound
          </label>
          <Button onClick={() => act(choicesMade({ shown: false, declined: true }))}>
            Turn off
          </Button>
        </>
      ) : (
        <Button onClick={() => void act(turnOn())}>Turn on notifications</Button>
      )}
    </div>
  );
}
