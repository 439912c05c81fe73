/** What one may do to somebody in the call one is in. */
import { useSelector } from 'react-redux';
import type { SpaceEntry } from '../features/spaces/spacesSlice';
import { selectCall } from '../features/voice/voiceSlice';
import type { Permission, User, VoiceAction } from '../protocol';
import { useAct, type Verb } from '../services';
import { may } from '../services/permissions';
import type { MenuItem } from '../ui/Menu';
import { useAsk } from './asking';
import { words } from './words';

const moderate =
  (user: User, action: VoiceAction): Verb<void> =>
  (_dispatch, _state, { voice }) =>
    voice.voice?.moderate(user.id, action);

/** By permission; nothing for those who are elsewhere. */
export function useVoiceItems(entry: SpaceEntry | null) {
  const act = useAct();
  const ask = useAsk();
  const call = useSelector(selectCall);
  return (user: User): MenuItem[] => {
    const state = call?.people.find((each) => each.user.id === user.id)?.state;
    if (!entry || !call || !state || user.id === call.selfId) return [];
    const item = (
      permission: Permission,
      icon: MenuItem['icon'],
      label: string,
      does: VoiceAction | (() => void),
    ): MenuItem[] =>
      may(entry, permission)
        ? [
            {
              icon,
              label,
              danger: does === 'disconnect',
              act: () => (typeof does === 'string' ? act(moderate(user, does)) : does()),
            },
          ]
        : [];
    const { serverMuted, serverDeafened } = state;
    return [
      ...(serverMuted
        ? item('MUTE_MEMBERS', 'mic', words.unmuteForAll, 'unmute')
        : item('MUTE_MEMBERS', 'mic-off', words.muteForAll, 'mute')),
      ...(serverDeafened
        ? item('DEAFEN_MEMBERS', 'ears', words.undeafenForAll, 'undeafen')
        : item('DEAFEN_MEMBERS', 'ears-off', words.deafenForAll, 'deafen')),
      ...item('MOVE_MEMBERS', 'next', words.moveToVoice, () =>
        ask({ what: 'move-voice', user, from: call.channelId }),
      ),
      ...item('MOVE_MEMBERS', 'leave', words.takeOutOfVoice, 'disconnect'),
    ];
  };
}
