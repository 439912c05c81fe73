/** One's own call, in sight wherever one reads. */
import { useSelector } from 'react-redux';
import type { ChannelId } from '../../protocol';
import { useAct, type Verb } from '../../services';
import { noticeRaised } from '../../services/events';
import { channelPath } from '../../services/paths';
import type { Call } from '../../services/voice/call';
import type { Reason } from '../../services/voice/seat';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Controls, LeaveButton } from './Controls';
import { doing } from './doing';
import { join, leave } from './join';
import { QualityButton } from './QualityButton';
import { selectCall } from './voiceSlice';
import { words } from './words';
import './voice.css';
import { OneLine } from '../../ui/OneLine';

interface VoiceBarProps {
  /** How the channel of the call is called; `''` when it is gone already. */
  nameOf: (channelId: ChannelId) => string;
  /** In one line, where the window is narrow. */
  slim: boolean;
}

const speakToo =
  (): Verb<Promise<void>> =>
  async (dispatch, _state, { voice }) => {
    const trouble = await voice.voice?.speak();
    if (trouble) dispatch(noticeRaised({ kind: 'problem', text: words.reasons[trouble] }));
  };

/** Nothing where there is no call. */
export default function VoiceBar(props: VoiceBarProps) {
  const call = useSelector(selectCall);
  return call && <Bar {...props} call={call} />;
}

function Bar({ call, nameOf, slim }: VoiceBarProps & { call: Call }) {
  const { phase, channelId } = call;
  const name = nameOf(channelId);
  if (phase.status === 'failed') {
    return (
      <section className="voice-bar failed" aria-label={words.bar}>
        <Failed call={call} reason={phase.reason} name={name} />
      </section>
    );
  }
  return (
    <section
      className={slim ? 'voice-bar slim' : 'voice-bar'}
      aria-label={words.bar}
      data-status={phase.status}
    >
      <div className="voice-line">
        <QualityButton call={call} />
        <span className="voice-where">
          <b>{words.phases[phase.status]}</b>
          <a href={channelPath(channelId)} dir="auto" title={name}>
            <OneLine>{name}</OneLine>
          </a>
        </span>
        {slim && <Controls call={call} />}
        <LeaveButton />
      </div>
      {!slim && (
        <div className="voice-line voice-tools">
          <Controls call={call} />
          <a
            className="icon-button"
            href="/settings/voice"
            aria-label={words.settings}
            data-tip={words.settings}
            data-tip-side="end"
          >
            <Icon name="gear" size={18} />
          </a>
        </div>
      )}
      <Notes call={call} />
    </section>
  );
}

/** What keeps one from hearing or being heard, with the way out where there is one. */
function Notes({ call }: { call: Call }) {
  const act = useAct();
  const own = call.people.find(({ user }) => user.id === call.selfId)?.state;
  return (
    <>
      {call.blocked && (
        <p className="voice-note">
          {words.blocked}
          <Button look="primary" onClick={() => act(doing((voice) => voice.resume()))}>
            {words.hear}
          </Button>
        </p>
      )}
      {call.listening && !own?.suppressed && (
        <p className="voice-note">
          {words.listening}
          <Button onClick={() => void act(speakToo())}>{words.speakToo}</Button>
        </p>
      )}
      {own?.suppressed && <p className="voice-note">{words.mayNotSpeak}</p>}
      {own?.serverMuted && <p className="voice-note">{words.silenced}</p>}
      {own?.serverDeafened && <p className="voice-note">{words.deafenedByOthers}</p>}
    </>
  );
}

/** Reasons that have nothing to do with the microphone or the moment: trying again is no way out. */
const FINAL = new Set<Reason>(['gone', 'channel_deleted', 'signed_out', 'forbidden', 'kicked']);
const OF_THE_MICROPHONE = new Set<Reason>(['denied', 'missing', 'busy', 'unsupported']);

function Failed({ call, reason, name }: { call: Call; reason: Reason; name: string }) {
  const act = useAct();
  const { channelId, listening } = call;
  return (
    <>
      <div className="voice-line">
        <span className="voice-where">
          <b>{words.phases.failed}</b>
          <span dir="auto" title={name}>
            <OneLine>{name}</OneLine>
          </span>
        </span>
        <IconButton icon="close" label={words.close} tip="end" onClick={() => act(leave())} />
      </div>
      <p className="voice-why">{words.reasons[reason]}</p>
      {!FINAL.has(reason) && (
        <div className="voice-ways">
          {OF_THE_MICROPHONE.has(reason) && (
            <Button look="primary" onClick={() => void act(join(channelId, true))}>
              {words.listen}
            </Button>
          )}
          <Button onClick={() => void act(join(channelId, listening))}>
            {reason === 'replaced' ? words.here : words.again}
          </Button>
        </div>
      )}
    </>
  );
}
