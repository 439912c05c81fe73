/** The keys of a call: mute, deafen, and the one that is held to talk. */
import { useEffect } from 'react';
import { useSelector } from 'react-redux';
import { useAct } from '../../services';
import type { Call } from '../../services/voice/call';
import { doing } from './doing';
import { isPushKey } from './pushKey';
import { selectChoices } from './voiceSlice';

/** Control (or command) and Shift with M or D, wherever the focus is. */
export function useVoiceKeys({ muted, deafened }: Call): void {
  const act = useAct();
  const { mode, key } = useSelector(selectChoices);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const command = (event.ctrlKey || event.metaKey) && event.shiftKey && !event.altKey;
      if (!command || event.repeat) return;
      if (event.code === 'KeyM') {
        event.preventDefault();
        act(doing((voice) => voice.mute(!(muted || deafened))));
      } else if (event.code === 'KeyD') {
        event.preventDefault();
        act(doing((voice) => voice.deafen(!deafened)));
      }
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [act, muted, deafened]);
  useEffect(() => {
    if (mode !== 'push') return undefined;
    const hold = (held: boolean): void => act(doing((voice) => voice.hold(held)));
    const down = (event: KeyboardEvent): void => {
      if (!isPushKey(event, key, document.activeElement)) return;
      event.preventDefault();
      if (!event.repeat) hold(true);
    };
    const up = (event: KeyboardEvent): void => {
      if (event.code === key) hold(false);
    };
    // What is let go of elsewhere, nobody tells.
    const away = (): void => hold(false);
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    addEventListener('blur', away);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
      removeEventListener('blur', away);
      hold(false);
    };
  }, [act, mode, key]);
}
