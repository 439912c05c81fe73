/** Who is in the channel one sits in, as its socket tells it. Pure. */
import type { Participant, UserId, VoiceEvent } from '../../protocol';

/** In the order in which they came. */
export type People = readonly Participant[];

/** What one event of the socket changes; the same people where it changes nothing. */
export function after(people: People, event: VoiceEvent): People {
  switch (event.type) {
    case 'ready':
    case 'participants_list':
      return event.participants;
    case 'join':
      return [
        ...people.filter(({ user }) => user.id !== event.userId),
        { user: event.user, state: event.state },
      ];
    case 'leave':
      return people.filter(({ user }) => user.id !== event.userId);
    case 'voice_state':
      return changed(people, event.userId, () => event.state);
    case 'speaking':
      return event.users.reduce(
        (so, { userId, on }) => changed(so, userId, (state) => ({ ...state, speaking: on })),
        people,
      );
    default:
      return people;
  }
}

function changed(
  people: People,
  id: UserId,
  to: (state: Participant['state']) => Participant['state'],
): People {
  return people.map((each) => (each.user.id === id ? { ...each, state: to(each.state) } : each));
}
