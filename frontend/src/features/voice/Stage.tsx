/** A voice channel on the screen: who is in it, and the way in. */
import { lazy, Suspense, useState } from 'react';
import { useSelector } from 'react-redux';
import type { Channel, User, UserId } from '../../protocol';
import { useAct } from '../../services';
import { Avatar } from '../../ui/Avatar';
import { Button } from '../../ui/Button';
import { Controls, LeaveButton } from './Controls';
import { join } from './join';
import { Marks } from './Marks';
import type { Card } from './Roster';
import { selectCall, selectRoster } from './voiceSlice';
import { words } from './words';
import './voice.css';
import { OneLine } from '../../ui/OneLine';

const VideoStage = lazy(() => import('./video/VideoStage'));

interface StageProps {
  channel: Pick<Channel, 'id' | 'name' | 'spaceId'>;
  nameOf: (user: User) => string;
  /** Whether one may be in it at all. */
  mayJoin: boolean;
  card: Card;
}

type Known = Parameters<typeof selectRoster>[0];

/** Above what is written beside it. */
export default function Stage({ channel, nameOf, mayJoin, card }: StageProps) {
  const people = useSelector((state: Known) => selectRoster(state, channel.id));
  const call = useSelector(selectCall);
  const [shown, setShown] = useState<{ id: UserId; anchor: HTMLElement } | null>(null);
  const user = people.find((each) => each.user.id === shown?.id)?.user;
  const here = call?.channelId === channel.id && call.phase.status !== 'failed' ? call : null;
  const pictures = here !== null && people.some(({ state }) => state.video || state.screen);
  // Pictures go by media only: by frames there would be tiles that wait for ever.
  const sound = here?.way === 'ws';
  const seen = pictures && !sound;
  // Whose camera is seen does not stand there twice.
  const below = seen ? people.filter(({ state }) => !state.video) : people;
  return (
    <section
      className="stage"
      aria-label={words.room}
      data-many={people.length > FEW || undefined}
      data-videos={seen || undefined}
    >
      {seen && (
        <Suspense fallback={<div className="videos" />}>
          <VideoStage people={people} self={here.selfId} nameOf={nameOf} />
        </Suspense>
      )}
      {pictures && sound && (
        <p className="stage-empty" role="status">
          {words.onlySound}
        </p>
      )}
      {people.length === 0 ? (
        <p className="stage-empty">{words.empty}</p>
      ) : (
        <ul className="voice-tiles" aria-label={words.inIt(people.length)}>
          {below.map(({ user: each, state }) => (
            <li key={each.id}>
              <button
                type="button"
                className="voice-tile"
                data-speaking={state.speaking || undefined}
                aria-haspopup="dialog"
                aria-expanded={each.id === shown?.id}
                onClick={(event) => setShown({ id: each.id, anchor: event.currentTarget })}
              >
                <Avatar id={each.id} name={nameOf(each)} size="large" />
                <span className="voice-name">
                  <span className="name" dir="auto" title={nameOf(each)}>
                    <OneLine>{nameOf(each)}</OneLine>
                  </span>
                  <Marks state={state} />
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="stage-tools">
        {here ? (
          <>
            <Controls call={here} size={20} />
            <LeaveButton size={20} />
          </>
        ) : (
          <Ways channel={channel} mayJoin={mayJoin} busy={people.length > 0} />
        )}
      </div>
      {shown && user && card(user, shown.anchor, () => setShown(null))}
    </section>
  );
}

/** More than these stand closer together. */
const FEW = 8;

interface WaysProps {
  channel: Pick<Channel, 'id' | 'spaceId'>;
  mayJoin: boolean;
  busy: boolean;
}

function Ways({ channel: { id, spaceId }, mayJoin, busy }: WaysProps) {
  const act = useAct();
  if (!mayJoin) return <p className="stage-empty">{words.mayNot}</p>;
  const call = busy ? words.joinCall : words.call;
  return (
    <>
      <Button look="primary" onClick={() => void act(join(id))}>
        {spaceId === null ? call : words.join}
      </Button>
      <Button look="quiet" onClick={() => void act(join(id, true))}>
        {words.listen}
      </Button>
    </>
  );
}
