/** Somebody calls: over the corner of the page, until it is answered. */
import { useEffect } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import { play } from '../../services/voice/sounds';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { join } from './join';
import { ringEnded, selectChoices, type Ring } from './voiceSlice';
import { words } from './words';
import './voice.css';

interface RingCardProps {
  ring: Ring;
  /** Who calls. */
  name: string;
  /** The group, where it is one. */
  place: string | null;
  /** Whether one wants to be disturbed. */
  quiet: boolean;
  /** Goes to the conversation. */
  onAccept: () => void;
}

/** Heard again so often. */
const AGAIN_MS = 2_500;

/** Declining only stops it here. */
export default function RingCard({ ring, name, place, quiet, onAccept }: RingCardProps) {
  const act = useAct();
  const { sounds, output } = useSelector(selectChoices);
  const heard = sounds && !quiet;
  useEffect(() => {
    if (!heard) return undefined;
    play('ring', output);
    const timer = setInterval(() => play('ring', output), AGAIN_MS);
    return () => clearInterval(timer);
  }, [heard, output]);
  return (
    <section className="ring" aria-label={words.ring(name)}>
      <Avatar id={ring.from} name={name} />
      <p role="alert">
        <b>{words.ring(name)}</b>
        {place && <small>{words.ringIn(place)}</small>}
      </p>
      <div className="ring-ways">
        <Button onClick={() => act(ringEnded(ring.channelId))}>{words.decline}</Button>
        <Button
          look="primary"
          onClick={() => {
            act(ringEnded(ring.channelId));
            onAccept();
            void act(join(ring.channelId));
          }}
        >
          {words.accept}
        </Button>
      </div>
    </section>
  );
}
