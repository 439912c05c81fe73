/** Offers notifications to somebody who was just called: what they are for, and the two ways out. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { Button } from '../../ui/Button';
import './desktop.css';
import { choicesMade, selectOffered } from './desktopSlice';
import { turnOn } from './turnOn';

/** Stands there until it is answered. */
export function DesktopOffer() {
  const act = useAct();
  if (!useSelector(selectOffered)) return null;
  return (
    <section className="desktop-offer" aria-label="Notifications">
      <p>
        Somebody called you. Shall Parlor tell you so when you look elsewhere? Only mentions,
        answers and direct messages; the browser asks once.
      </p>
      <div>
        <Button look="primary" onClick={() => void act(turnOn())}>
          Turn on
        </Button>
        <Button look="quiet" onClick={() => act(choicesMade({ declined: true }))}>
          No thanks
        </Button>
      </div>
    </section>
  );
}
