/** Whether and how this browser calls its person, for the settings. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { chime } from '../../services/desktop/chime';
import { Switch } from '../../ui/Switch';
import { choicesMade, selectAllowed, selectChoices, selectPermitted } from './desktopSlice';
import { turnOn } from './turnOn';
import { common } from '../../language/common';
import { words } from './words';

/** Takes effect at once, in this browser. */
export function DesktopChoice() {
  const act = useAct();
  const permitted = useSelector(selectPermitted);
  const choices = useSelector(selectChoices);
  const allowed = useSelector(selectAllowed);
  return (
    <section className="part" aria-labelledby="desktop-choice">
      <h2 id="desktop-choice">{words.onThisDevice}</h2>
      {permitted === 'missing' ? (
        <p className="why">{words.thisBrowserShowsNoneOr}</p>
      ) : permitted === 'denied' ? (
        <p className="why">{words.browserKeepsNotificationsOffIts}</p>
      ) : (
        <>
          <Switch
            label={common.notifications}
            hint={words.mentionsAnswersAndDirectMessages}
            checked={allowed}
            onChange={(on) => {
              if (on) void act(turnOn());
              else act(choicesMade({ shown: false, declined: true }));
            }}
          />
          <Switch
            label={words.withQuietSound}
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
