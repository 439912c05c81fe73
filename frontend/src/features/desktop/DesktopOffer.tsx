/** Offers notifications to somebody who was just called: what they are for, and the two ways out. */
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { Button } from '../../ui/Button';
import './desktop.css';
import { choicesMade, selectOffered } from './desktopSlice';
import { turnOn } from './turnOn';
import { common } from '../../language/common';
import { words } from './words';

/** Stands there until it is answered. */
export function DesktopOffer() {
  const act = useAct();
  if (!useSelector(selectOffered)) return null;
  return (
    <section className="desktop-offer" aria-label={common.notifications}>
      <p>{words.somebodyCalledYouShallParlor}</p>
      <div>
        <Button look="primary" onClick={() => void act(turnOn())}>
          {words.turnOn}
        </Button>
        <Button look="quiet" onClick={() => act(choicesMade({ declined: true }))}>
          {words.noThanks}
        </Button>
      </div>
    </section>
  );
}
